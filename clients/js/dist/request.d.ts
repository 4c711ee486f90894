export {};
//# sourceMappingURL=request.d.ts.map