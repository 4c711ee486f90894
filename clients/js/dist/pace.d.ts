export {};
//# sourceMappingURL=pace.d.ts.map