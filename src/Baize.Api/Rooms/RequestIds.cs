using Baize.Api.Errors;
using Baize.Protocol.Frames;

namespace Baize.Api.Rooms;

/// <summary>The request ids that make a write safe to send twice: to another instance by us, after a lost answer by the client.</summary>
internal static class RequestIds
{
    /// <summary>The header that may bear one, where the body does not.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The client's id, or a new one. Null and a problem where the client's is not allowed.</summary>
    public static string? Of(HttpContext context, string? inBody, out Problem? problem)
    {
        if (inBody is null)
            return OfHeader(context, out problem) is { } id ? id : problem is null ? $"~{Guid.NewGuid():N}" : null;
        problem = IsAllowed(inBody) ? null : Refuse("id", inBody);
        return problem is null ? inBody : null;
    }

    /// <summary>The client's id from the header; null where it has none, or where it is not allowed and there is a problem.</summary>
    public static string? OfHeader(HttpContext context, out Problem? problem)
    {
        problem = null;
        var header = context.Request.Headers[Header];
        if (header.Count == 0)
            return null;
        var id = header.ToString();
        problem = IsAllowed(id) ? null : Refuse(Header, id);
        return problem is null ? id : null;
    }

    private static bool IsAllowed(string id) => id.Length is > 0 and <= ClientFrameReader.MaxIdLength && !id.Any(char.IsControl);

    private static Problem Refuse(string field, string id) => Problems.BadField(field, id, $"1 to {ClientFrameReader.MaxIdLength} characters");
}
