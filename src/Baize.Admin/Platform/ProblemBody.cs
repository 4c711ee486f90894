namespace Baize.Admin.Platform;

/// <summary>Of problem details, what is for people.</summary>
/// <param name="Detail">What is wrong.</param>
internal sealed record ProblemBody(string? Detail);
