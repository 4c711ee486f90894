export {};
//# sourceMappingURL=connection.d.ts.map