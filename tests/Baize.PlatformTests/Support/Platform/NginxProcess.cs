using System.Net;

namespace Baize.PlatformTests.Support;

/// <summary>The real nginx with a configuration of <c>deploy/nginx</c>, in a folder of its own, in front of servers of a test.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    /// <summary>The header in which a test's request names the address it comes from.</summary>
    public const string ClientAddressHeader = "X-Test-Address";

    private readonly string _folder = Directory.CreateTempSubdirectory("baize-nginx-").FullName;
    private ServerProcess? _server;

    /// <param name="variant">A file of <c>deploy/nginx</c>.</param>
    /// <param name="gamePorts">Ports of game servers on loopback.</param>
    /// <param name="apiPort">Port of the API on loopback.</param>
    /// <param name="registry">For the variant in Lua: Redis' address, and the prefix of its keys.</param>
    public NginxProcess(string variant, IEnumerable<int> gamePorts, int apiPort, (string Redis, string Prefix)? registry = null)
    {
        Port = FreePorts.Next();
        var baize = Path.Combine(_folder, "baize");
        Copy(Repository.File("deploy", "nginx"), baize);
        Replace("listen.conf", "listen 80;", $"listen {Port};");
        ReplaceServers("game-servers.conf", gamePorts);
        ReplaceServers("api-servers.conf", [apiPort]);
        var modules = "";
        if (registry is { } where)
        {
            modules = string.Join('\n', LuaModules.Select(m => $"load_module {m};"));
            Replace("lua-settings.conf", "127.0.0.1:6379", where.Redis);
            Replace("lua-settings.conf", "prefix = \"\"", $"prefix = \"{where.Prefix}\"");
        }
        var user = Environment.UserName == "root" ? "user root;" : ""; // else workers drop to nobody, who may not enter the folder
        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), $$"""
            {{modules}}
            {{user}}
            daemon off;
            worker_processes 2;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 4096; }
            http {
                access_log access.log;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                set_real_ip_from 127.0.0.1; # so that a test can come from any address
                real_ip_header {{ClientAddressHeader}};
                include baize/{{variant}};
            }
            """);

        void Replace(string file, string old, string @new)
        {
            var path = Path.Combine(baize, file);
            var text = File.ReadAllText(path);
            Assert.Contains(old, text);
            File.WriteAllText(path, text.Replace(old, @new, StringComparison.Ordinal));
        }

        // The servers' parameters (max_fails and the like) are what the file says: only addresses are put in.
        void ReplaceServers(string file, IEnumerable<int> ports)
        {
            var path = Path.Combine(baize, file);
            var parameters = File.ReadAllLines(path).First(l => l.StartsWith("server ", StringComparison.Ordinal)).Split(' ', 3)[2];
            File.WriteAllLines(path, ports.Select(port => $"server 127.0.0.1:{port} {parameters}"));
        }
    }

    /// <summary>Whether nginx can run Lua here.</summary>
    public static bool HasLua => LuaModules.All(File.Exists);

    private static string[] LuaModules => ["/usr/lib/nginx/modules/ndk_http_module.so", "/usr/lib/nginx/modules/ngx_http_lua_module.so"];

    public int Port { get; }

    /// <summary>How this nginx is called from outside; <c>-t</c> and <c>-s reload</c> may follow.</summary>
    public string Command => $"{Tools.Find("nginx")} -p {_folder} -c {Path.Combine(_folder, "nginx.conf")} -e {Path.Combine(_folder, "calls.log")}";

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public string AccessLog => File.ReadAllText(Path.Combine(_folder, "access.log"));

    /// <summary>The running server; null before <see cref="StartAsync"/>.</summary>
    public ServerProcess? Process => _server;

    /// <summary>A file of its configuration, as <c>baize/game-servers.conf</c>.</summary>
    public string ConfigurationFile(string name) => Path.Combine(_folder, "baize", name);

    /// <summary><c>nginx -t</c>.</summary>
    /// <returns>Its exit code and what it said.</returns>
    public async Task<(int ExitCode, string Output)> TestAsync()
    {
        await using var test = Run("nginx -t", "-t");
        return (await test.WaitForExitAsync(), test.Log.Tail());
    }

    /// <summary>Starts it and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        _server = Run("nginx");
        using var http = new HttpClient();
        await _server.WaitForHttpStatusAsync(http, new Uri(Address, "/metrics"), HttpStatusCode.NotFound); // nginx' own answer, whatever is behind it
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            if (Signal.Send(_server.Pid, Signal.Terminate)) // its workers end with it, which SIGKILL would not see to
                await _server.WaitForExitAsync();
            await _server.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private ServerProcess Run(string name, params string[] more) =>
        ServerProcess.Start(name, Tools.Find("nginx"), ["-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", "stderr", .. more], workingFolder: _folder,
            isFault: line => line.Contains("[emerg]", StringComparison.Ordinal) || line.Contains("[crit]", StringComparison.Ordinal)
                || line.Contains("[error]", StringComparison.Ordinal));

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
