using Baize.Bench.SignalR;

// Usage: Baize.Bench.SignalR PORT REDIS. The hub is at /hub.
var (port, redis) = args is [var first, var second] ? (first, second) : throw new ArgumentException("Usage: Baize.Bench.SignalR PORT REDIS");
var builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
builder.Services.AddSignalR().AddStackExchangeRedis(redis);
var app = builder.Build();
app.MapHub<RoomHub>("/hub");
app.MapGet("/health/ready", () => "ready");
await app.RunAsync();
