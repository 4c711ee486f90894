export {};
//# sourceMappingURL=backoff.d.ts.map