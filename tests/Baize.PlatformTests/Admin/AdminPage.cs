using System.Net.Http.Json;
using System.Text.Json;
using Baize.Hosting.Auth;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Admin;

/// <summary>A running <c>bin/admin</c>, spoken to as a script does.</summary>
internal sealed class AdminPage : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly string _state;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };

    private AdminPage(int port, ServerProcess process, string state)
    {
        (Process, _state) = (process, state);
        Address = new Uri($"http://127.0.0.1:{port}/");
        _http.DefaultRequestHeaders.Add("Authorization", $"Bearer {BaizePlatform.InternalKey}");
    }

    public ServerProcess Process { get; }

    public Uri Address { get; }

    /// <summary>Starts one and waits until it has seen all instances.</summary>
    public static async Task<AdminPage> StartAsync(BaizePlatform platform)
    {
        var (port, state) = (FreePorts.Next(), Directory.CreateTempSubdirectory("baize-admin-").FullName);
        var page = new AdminPage(port, platform.StartAdmin(port, ("ADMIN_PASSWORD_HASH", AdminPassword.Hash(Password)), ("BAIZE_STATE", state)), state);
        await page.Process.WaitForHttpStatusAsync(platform.Http, new Uri(page.Address, "health/ready"));
        await page.SeesAsync(o => o.GetProperty("totals").GetProperty("instances").GetInt32() == platform.Servers.Count, "all instances");
        return page;
    }

    public Task<JsonElement> GetAsync(string path) =>
        _http.GetFromJsonAsync<JsonElement>(new Uri(Address, $"api/v1/{path}"), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, object body) =>
        _http.PostAsJsonAsync(new Uri(Address, $"api/v1/{path}"), body, TestContext.Current.CancellationToken);

    /// <summary>Waits until the overview shows something.</summary>
    public Task SeesAsync(Func<JsonElement, bool> condition, string what) =>
        Eventually.TrueAsync(async () => condition(await GetAsync("overview")), $"the overview shows {what}", details: () => Process.Log.Tail());

    public static JsonElement? Instance(JsonElement overview, string id) =>
        overview.GetProperty("instances").EnumerateArray().Where(i => i.GetProperty("instance_id").GetString() == id).Select(i => (JsonElement?)i).FirstOrDefault();

    public static string? State(JsonElement overview, string id) => Instance(overview, id)?.GetProperty("state").GetString();

    public static bool HasTrouble(JsonElement overview, string code, string subject = "") => overview.GetProperty("troubles").EnumerateArray()
        .Any(t => t.GetProperty("code").GetString() == code && (subject.Length == 0 || t.GetProperty("subject").GetString() == subject));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }
}
