using System.Net;

namespace Baize.Up;

/// <summary>Asks processes whether they are ready.</summary>
internal sealed class Readiness(HttpClient http, TimeProvider time)
{
    /// <summary>How long a process may take. A slow machine needs a few seconds.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PerRequest = TimeSpan.FromSeconds(2);

    /// <summary>Waits until a process on this machine answers <c>/health/ready</c> with 200.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="exited">Ends when the process does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is wrong, as the end of a sentence; null when it is ready.</returns>
    public async Task<string?> WaitAsync(int port, Task<int> exited, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{port}/health/ready");
        var started = time.GetTimestamp();
        var last = "nothing";
        while (time.GetElapsedTime(started) < Deadline)
        {
            if (exited.IsCompleted)
                return RestartDelay.Describe(await exited);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var deadline = new CancellationTokenSource(PerRequest, time);
            using var registration = deadline.Token.Register(patience.Cancel);
            try
            {
                using var response = await http.GetAsync(url, patience.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                    return null;
                last = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(patience.Token)}".Trim();
            }
            catch (Exception ex) when (ex is HttpRequestException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                last = "no answer";
            }
            await Task.WhenAny(exited, Task.Delay(Pause, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
        return $"is not ready after {Deadline.TotalSeconds:0} s: {url} says {last}";
    }
}
