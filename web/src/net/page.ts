// What the server says of itself in the page.
const { mode, apiPort } = document.documentElement.dataset;

/** Development mode: there is a button that kills servers. */
export const isDevelopment = mode === 'development';

/** Whether this address is not the API's own, so that a balancer may stand before it. */
export const mayBeBalanced = apiPort !== '' && location.port !== apiPort;
