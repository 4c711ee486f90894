using System.Net;
using System.Text.Json;

namespace Baize.Tests.Api.Support;

/// <summary>What the API answered.</summary>
internal sealed class Reply(HttpResponseMessage response, string body)
{
    public HttpStatusCode Status { get; } = response.StatusCode;

    public string Body => body;

    public string? Header(string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public JsonElement Json => JsonElement.Parse(body);

    /// <summary>Checks that it is problem details of this status, and returns its code.</summary>
    public string Problem(HttpStatusCode status)
    {
        Assert.True(status == Status, $"{(int)Status} instead of {(int)status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        return Json.GetProperty("code").GetString()!;
    }

    /// <summary>Checks that it is a 400 about this field.</summary>
    public void BadField(string field)
    {
        Assert.Equal("bad_frame", Problem(HttpStatusCode.BadRequest));
        Assert.Equal(field, Json.TryGetProperty("field", out var named) ? named.GetString() : $"no field in {body}");
    }

    /// <summary>Checks that it is a success, and returns its JSON.</summary>
    public JsonElement Ok(HttpStatusCode status = HttpStatusCode.OK)
    {
        Assert.True(status == Status, $"{(int)Status} instead of {(int)status}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return Json;
    }
}
