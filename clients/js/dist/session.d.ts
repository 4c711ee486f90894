export {};
//# sourceMappingURL=session.d.ts.map