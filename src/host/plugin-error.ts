/** What is wrong with the plug-ins of this server, said to the operator: the server does not start. */
export class PluginError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PluginError'
  }
}
