export {};
//# sourceMappingURL=endpoint.d.ts.map