using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Baize.Bench.Compare;

/// <summary>Runs <c>baize loadtest</c>: the same one against both sides.</summary>
internal static class LoadtestProcess
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Runs it to its end.</summary>
    /// <param name="servers">Against whom.</param>
    /// <param name="side">Whose they are.</param>
    /// <param name="arguments">The load.</param>
    /// <param name="folder">For its report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it found.</returns>
    public static async Task<Measurement> RunAsync(ServerGroup servers, Side side, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "loadtest.json");
        File.Delete(file);
        string[] all =
        [
            "loadtest", .. servers.Urls.SelectMany(url => (string[])["--url", url]), .. arguments,
            "--target", side == Side.SignalR ? "signalr" : "baize",
            "--pid", $"servers={string.Join(',', servers.Pids)}", "--pid", string.Create(CultureInfo.InvariantCulture, $"redis={servers.RedisPid}"),
            "--json", file,
        ];
        var start = new ProcessStartInfo(Repository.File("bin", "baize"), all) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AUTH_JWT_SECRET"] = ServerGroup.Secret; // not on the command line: others could read it
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        var text = await errors + await output;
        await File.AppendAllTextAsync(Path.Combine(folder, "loadtest.log"), $"{string.Join(' ', all)}\n{text}\n", cancellationToken);
        return File.Exists(file)
            ? JsonSerializer.Deserialize<Measurement>(await File.ReadAllTextAsync(file, cancellationToken), Json)!
            : throw new InvalidOperationException($"The load test came to nothing:\n{text}");
    }
}
