namespace Baize.Api.Rooms;

/// <summary>An instance's JSON, passed on as it came: what a newer instance adds reaches the client through an older API.</summary>
internal sealed class JsonAnswer(ReadOnlyMemory<byte> json, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = json.Length;
        await httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted);
    }
}
