namespace Baize.Admin.Actions;

/// <summary>Body of <c>POST /announce</c>.</summary>
/// <param name="Text">What everyone online is told, as <c>lobby</c> with <c>data.text</c>.</param>
internal sealed record AnnounceRequest(string? Text);
