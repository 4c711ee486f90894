namespace Baize.Admin.Audit;

/// <summary>Something that someone did, or tried to.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Actor">Who, as they call themselves.</param>
/// <param name="Via">How they showed that they may: <c>session</c>, <c>key</c>, or <c>none</c> at a login.</param>
/// <param name="From">Their address.</param>
/// <param name="Action"><c>login</c>, <c>logout</c>, <c>drain</c>, <c>undrain</c>, <c>close</c>, <c>kick</c>, <c>announce</c>.</param>
/// <param name="Target">An instance, a room, a room and a user.</param>
/// <param name="Outcome"><c>done</c>, or why not.</param>
/// <param name="Detail">What was said, for announcements.</param>
internal sealed record AuditEntry(long At, string Actor, string Via, string From, string Action, string Target, string Outcome, string? Detail);
