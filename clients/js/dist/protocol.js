// The shapes of protocol 2 and 3.2, with the names they have on the wire.
/** Close codes of protocol 2.3 that the client tells apart. */
export const CloseCodes = {
    normal: 1000,
    goingAway: 1001,
    protocolError: 1002,
    unsupportedData: 1003,
    abnormal: 1006,
    invalidPayload: 1007,
    tooBig: 1009,
    sessionReplaced: 4001,
    forbidden: 4003,
    slowConsumer: 4008,
    tooManyRequests: 4029,
};
//# sourceMappingURL=protocol.js.map