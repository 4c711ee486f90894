namespace Baize.Api.OpenApi;

/// <summary>What an operation's request and reply look like, as JSON. Metadata of an endpoint, read by <see cref="DocumentTransforms"/>.</summary>
internal sealed record OperationExample(string? Request, string? Reply);
