using Baize.Benchmarks;
using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Baize.Benchmarks -- --filter '*' --job short
BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmark).Assembly).Run(["--inProcess", .. args]); // a project of its own, as it makes by default, would not be built by this repository's rules
