using System.Globalization;

namespace Baize.Up;

/// <summary>An nginx in front of a platform on one machine, with the configuration of <c>deploy/nginx</c>: where both are at hand.</summary>
internal sealed class LocalNginx : IDisposable
{
    // nginx does not watch its parent as our own processes do (ParentWatch in Baize.Hosting): the shell does, by the same pipe.
    private const string Guard = """
        exec 3<&0
        "$@" 3<&- & nginx=$!
        trap 'kill -TERM $nginx' TERM INT
        { cat <&3 > /dev/null; kill -TERM $nginx; } 2> /dev/null > /dev/null & watch=$!
        while kill -0 $nginx 2> /dev/null; do wait $nginx; code=$?; done
        kill $watch 2> /dev/null
        exit ${code:-0}
        """;

    private readonly string _folder;

    private LocalNginx(string program, string deployment, PortPlan plan)
    {
        _folder = Directory.CreateTempSubdirectory("baize-nginx-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101); // as root, its workers are another user
        var baize = Path.Combine(_folder, "baize");
        Copy(deployment, baize);
        File.WriteAllText(Path.Combine(baize, "listen.conf"), $"listen {plan.Nginx};\nserver_name _;\n");
        File.WriteAllLines(Path.Combine(baize, "game-servers.conf"), plan.GameServers.Select(Server));
        File.WriteAllText(Path.Combine(baize, "api-servers.conf"), Server(plan.Api));
        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), """
            daemon off;
            pid nginx.pid;
            error_log stderr crit;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                include baize/game-server-lb.conf;
            }
            """);
        Spec = new ChildSpec(
            "nginx",
            "/bin/sh",
            ["-c", Guard, "nginx", program, "-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", "stderr"],
            plan.Nginx,
            new Dictionary<string, string?>(StringComparer.Ordinal));
    }

    public ChildSpec Spec { get; }

    /// <summary>One for these ports; null where nginx is not installed, its configuration is not there, or its port is taken.</summary>
    public static LocalNginx? Create(PortPlan plan) =>
        !OperatingSystem.IsWindows() && Program() is { } program && Deployment() is { } deployment && PortCheck.IsFree(plan.Nginx)
            ? new LocalNginx(program, deployment, plan)
            : null;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Server(int port) => string.Create(CultureInfo.InvariantCulture, $"server 127.0.0.1:{port} max_fails=1 fail_timeout=3s;");

    // Debian keeps it in sbin, which is not on every user's PATH.
    private static string? Program() =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    // This command is bin/lib/baize/baize; deploy/ is beside bin/.
    private static string? Deployment()
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "deploy", "nginx"));
        return File.Exists(Path.Combine(folder, "game-server-lb.conf")) ? folder : null;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
