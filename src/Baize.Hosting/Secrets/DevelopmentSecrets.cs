using System.Security.Cryptography;
using System.Text.Json;

namespace Baize.Hosting.Secrets;

/// <summary>
/// Secrets for development, made once per user and machine, so that an API and game servers that are started separately agree.
/// </summary>
/// <param name="JwtSecret">For <c>auth.jwt_secret</c>.</param>
/// <param name="InternalKey">For <c>auth.internal_key</c>.</param>
internal sealed record DevelopmentSecrets(string JwtSecret, string InternalKey)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads them, or makes them where there are none.</summary>
    /// <param name="file">Where they are kept; its folder exists.</param>
    /// <param name="time">For the wait while another process makes them.</param>
    /// <exception cref="ConfigurationException">The file is not to be read or written, or holds something else.</exception>
    public static DevelopmentSecrets ReadOrMake(string file, TimeProvider time)
    {
        try
        {
            if (Read(file) is { } kept)
                return kept;
            // The lock is the kernel's: it goes with its process, so a crash in between blocks nobody.
            using var held = FileLock.Take(file + ".lock", time);
            return Read(file) ?? Make(file);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new ConfigurationException(
                [$"auth.jwt_secret and auth.internal_key are not set, and none can be kept in {file}: {ex.Message} Set them, or BAIZE_STATE to a folder that can be written."]);
        }
    }

    private static DevelopmentSecrets? Read(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllBytes(file), SecretsJson.Default.DevelopmentSecrets) is
                { JwtSecret.Length: >= Options.AuthOptionsValidator.MinSecretBytes, InternalKey.Length: > 0 } secrets)
                return secrets;
        }
        catch (JsonException)
        {
            // Answered below: it is moved into place whole, so a torn file is not one of ours.
        }
        throw new ConfigurationException([$"{file} does not hold the generated secrets; delete it, and new ones are made."]);
    }

    private static DevelopmentSecrets Make(string file)
    {
        var made = new DevelopmentSecrets(Random(), Random());
        var whole = $"{file}.{Environment.ProcessId}";
        File.Delete(whole); // of a process that crashed here and had our id
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(whole, options))
            JsonSerializer.Serialize(stream, made, SecretsJson.Default.DevelopmentSecrets);
        File.Move(whole, file, overwrite: true); // a rename: who reads without the lock sees nothing or all
        return made;
    }

    private static string Random() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
}
