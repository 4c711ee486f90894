using Baize.Api;
using Baize.Hosting;

return await BaizeHost.RunAsync("api", args, ApiProcess.RunAsync);
