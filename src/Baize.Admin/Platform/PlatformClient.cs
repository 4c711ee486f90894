using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Admin.Platform;

/// <summary>Asks the other processes, as a script would: HTTP with the internal key. Never throws for what they answer or do not.</summary>
internal sealed class PlatformClient(IHttpClientFactory clients, IOptions<AuthOptions> auth, TimeProvider time)
{
    /// <summary>The HTTP client it asks with.</summary>
    public const string Client = "platform";

    /// <summary>To connect: within a data centre a SYN that is lost twice has been repeated by then.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(1);

    /// <summary>Longest answer that is read: a page of 200 rooms has some 100 KB.</summary>
    public const int MaxAnswer = 8 * 1024 * 1024;

    public Task<PlatformAnswer> GetAsync(Uri address, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, address, content: null, timeout, cancellationToken);

    public Task<PlatformAnswer> PostAsync<T>(Uri address, T body, JsonTypeInfo<T> type, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(HttpMethod.Post, address, content, timeout, cancellationToken);
    }

    private async Task<PlatformAnswer> SendAsync(HttpMethod method, Uri address, HttpContent? content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.TryAddWithoutValidation(InternalKey.Header, auth.Value.InternalKey);
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            return new PlatformAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token), Fault: null);
        }
        catch (HttpRequestException ex)
        {
            return PlatformAnswer.None(ex.HttpRequestError == HttpRequestError.ConnectionError ? "It refuses connections." : ex.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PlatformAnswer.None($"It did not answer within {timeout.TotalSeconds:0.#} s.");
        }
    }
}
