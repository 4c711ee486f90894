export {};
//# sourceMappingURL=link.d.ts.map