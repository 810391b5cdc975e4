/** The plug-in `policies`: what callers may do, whoever recognised them. Policies only grant. */
import { Role } from '../directory/Role.ts'
import { User } from '../directory/User.ts'
import type { Plugin, PluginHost, StartedPlugin } from '../plugin.ts'
import { admitAdministrators } from './admit-administrators.ts'
import { checkPolicyLinks } from './check-policy-links.ts'
import { createPolicyAccess } from './decisions/create-policy-access.ts'
import { createExplainToCaller } from './decisions/explain-to-caller.ts'
import { lintPolicy } from './lint/lint-policy.ts'
import { warnOfPolicies } from './lint/warn-of-policies.ts'
import { AccessPolicy } from './resources/AccessPolicy.ts'
import { createMatchoRoute } from './tools/matcho.ts'
import { policyToolOperations } from './tools/policy-tool.ts'
import { createTestPolicyRoute } from './tools/test-policy.ts'
import { toolPaths } from './tools/tool-paths.ts'

export function policies(): Plugin {
  return {
    name: 'policies',
    resources: [AccessPolicy, User, Role],
    operations: policyToolOperations,
    start: startPolicies,
  }
}

function startPolicies(host: PluginHost): StartedPlugin {
  const decisions = createPolicyAccess(host)
  return {
    routes: [createTestPolicyRoute(host), createMatchoRoute(host)],
    // Whether a caller may hear it is for all access plug-ins to say.
    access: {
      decide: decisions.decide,
      mayAllow: decisions.mayAllow,
      explain: createExplainToCaller({ ...decisions, decide: host.decide }, host.devMode),
    },
    rules: {
      AccessPolicy: async (resource, { store }) => [
        ...lintPolicy(resource, host),
        ...(await checkPolicyLinks({ ...host, store }, resource)),
      ],
    },
    async admit(administrators) {
      await admitAdministrators(administrators, host.documents)
      await warnOfPolicies(host)
    },
    openApi: { paths: toolPaths },
  }
}
