using Baize.Benchmarks;
using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Baize.Benchmarks -- --filter '*' --job short
BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmark).Assembly).Run(args);
