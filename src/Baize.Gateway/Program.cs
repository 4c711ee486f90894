using Baize.Gateway;
using Baize.Hosting;

return await BaizeHost.RunAsync("gateway", args, GatewayProcess.RunAsync);
