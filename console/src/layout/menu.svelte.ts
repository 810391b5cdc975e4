/** Whether the navigation is open where the screen is narrow. */
export const menu = $state({ isOpen: false })
