import { BaizeError } from './errors.js';
/** @internal Finds where to connect, with a token in it. Fails with `unauthorized`, `forbidden` or, retryable, `unavailable`. */
export async function findEndpoint(settings, room, signal) {
    const token = await getToken(settings);
    const url = new URL(await findUrl(settings, room, token, signal));
    if (room !== undefined && !url.searchParams.has('room'))
        url.searchParams.set('room', room); // lets a balancer route by room
    url.searchParams.set('token', token);
    return url.href;
}
/** @internal Whether a JWT says of itself that it is over. Asked only when a connection failed: a device's clock may be wrong. */
export function hasExpired(settings) {
    if (typeof settings.token !== 'string')
        return false;
    try {
        const payload = settings.token.split('.')[1] ?? '';
        const { exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
        return typeof exp === 'number' && exp * 1000 < Date.now();
    }
    catch {
        return false; // not a JWT that we can read: the server decides
    }
}
async function getToken(settings) {
    try {
        return typeof settings.token === 'string' ? settings.token : await settings.token();
    }
    catch (error) {
        throw new BaizeError('unavailable', 'options.token failed to give a token.', true, { cause: error });
    }
}
async function findUrl(settings, room, token, signal) {
    if (!settings.api)
        return String(settings.url);
    try {
        return await askApi(settings, room, token, signal);
    }
    catch (error) {
        if (settings.url && error instanceof BaizeError && error.retryable)
            return String(settings.url);
        throw error;
    }
}
async function askApi(settings, room, token, signal) {
    // An id that no room has gets the least busy instance.
    const id = room ?? `connect-${Math.random().toString(36).slice(2)}`;
    const url = new URL(`api/v1/rooms/${id}/connect`, `${String(settings.api).replace(/\/+$/, '')}/`);
    let status;
    try {
        if (!settings.fetch)
            throw new TypeError('This runtime has no fetch: pass options.fetch.');
        const answer = await settings.fetch(url, {
            headers: { authorization: `Bearer ${token}` },
            signal: AbortSignal.any([signal, AbortSignal.timeout(settings.connectTimeoutMs)]),
        });
        status = answer.status;
        if (answer.ok)
            return (await answer.json()).ws_url;
    }
    catch (error) {
        throw new BaizeError('unavailable', `The API at ${url.origin} does not answer.`, true, { cause: error });
    }
    if (status === 401)
        throw new BaizeError('unauthorized', 'The API refused the token.');
    if (status === 403)
        throw new BaizeError('forbidden', 'The API refused the request.');
    throw new BaizeError('unavailable', `The API answered ${status}.`, true);
}
//# sourceMappingURL=endpoint.js.map