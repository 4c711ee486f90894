import { BaizeError } from './errors.js';
/** @internal Signals bear no promise: sent twice they would be seen twice. All else is safe to send again with its id. */
export const isRepeatable = (request) => request.type !== 'signal';
/** @internal What a request failed of when its deadline came. */
export function overdue(what, lastError) {
    return lastError ?? new BaizeError('timeout', `${what} was not answered in time; it may or may not have taken effect.`, true);
}
//# sourceMappingURL=request.js.map