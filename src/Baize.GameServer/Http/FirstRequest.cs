namespace Baize.GameServer.Http;

/// <summary>
/// A first request builds the routes, and loads what HTTP and JSON need: 70 ms. This one is taken within the process, while
/// that is still starting and has a core to spare; the first of a client then takes 45.
/// </summary>
internal static class FirstRequest
{
    /// <summary>Asks for <c>/health</c>, beside the server. Whatever the answer is, nobody is waiting for it.</summary>
    public static async Task TakeAsync(WebApplication app)
    {
        var pipeline = ((IApplicationBuilder)app).New();
        pipeline.UseRouting().UseEndpoints(routes =>
        {
            foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
                routes.DataSources.Add(source);
        });
        await using var services = app.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = services.ServiceProvider };
        (context.Request.Method, context.Request.Path) = (HttpMethods.Get, "/health");
        await pipeline.Build()(context);
    }
}
