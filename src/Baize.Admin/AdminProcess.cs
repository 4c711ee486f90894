using System.Net;
using Baize.Admin.Auth;
using Baize.Hosting;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;

namespace Baize.Admin;

/// <summary>Puts the process on 8082 together. It shares nothing with the others: all it knows it is told over HTTP.</summary>
internal static partial class AdminProcess
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs until told to stop.</summary>
    /// <exception cref="ConfigurationException">In production there is no password.</exception>
    public static async Task RunAsync(WebApplicationBuilder builder)
    {
        var options = builder.Configuration.Admin();
        var (hash, generated) = Password(options.PasswordHash, builder.Environment.IsProduction());
        builder.Services.AddBaizeAdmin(new AdminAccount(hash), BaizeHost.StateFolder());

        var port = builder.Configuration.Server().AdminPort;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, port));

        await using var app = builder.Build();
        app.UseBaizeAdmin();
        using var starting = new CancellationTokenSource(StartTimeout, TimeProvider.System);
        await app.StartAsync(starting.Token);
        Log.Ready(app.Logger, port);
        if (generated is not null)
            Log.PasswordGenerated(app.Logger, generated);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private static (string Hash, string? Generated) Password(string hash, bool isProduction)
    {
        if (hash.Length > 0)
            return (hash, null);
        if (isProduction)
            throw new ConfigurationException(["admin.password_hash is empty; allowed where APP_ENV=prod: a hash as `bin/admin hash-password` prints it (ADMIN_PASSWORD_HASH)."]);
        var password = AdminPassword.Generate();
        return (AdminPassword.Hash(password), password);
    }

    private static partial class Log // ids 5000-5009
    {
        [LoggerMessage(5000, LogLevel.Information, "The admin page is ready on port {Port}.", EventName = "Ready")]
        public static partial void Ready(ILogger logger, int port);

        // The one password that is ever logged: made up for this start, in development, for whoever sits before this console.
        [LoggerMessage(5001, LogLevel.Warning,
            "admin.password_hash is not set: until this process ends the password is {Password}. For another set ADMIN_PASSWORD_HASH to what `bin/admin hash-password` prints; APP_ENV=prod requires it.",
            EventName = "PasswordGenerated")]
        public static partial void PasswordGenerated(ILogger logger, string password);
    }
}
