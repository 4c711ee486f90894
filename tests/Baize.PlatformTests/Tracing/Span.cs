namespace Baize.PlatformTests.Tracing;

/// <summary>A span as it was exported.</summary>
internal sealed record Span(string Trace, string Id, string Parent, string Name, string Service, string Instance);
