using System.Text;

namespace Baize.Nginx;

/// <summary>
/// The file that nginx includes. At any moment, even if this process is killed, it holds either what it held before or the new
/// text, whole. What nginx refuses is put back; the refused text stays beside it, for whoever looks into it.
/// </summary>
internal sealed class UpstreamFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    /// <param name="path">The file; it may not exist yet.</param>
    /// <exception cref="CommandException">It cannot be written, or another command keeps it.</exception>
    public UpstreamFile(string path)
    {
        _path = System.IO.Path.GetFullPath(path);
        try
        {
            _lock = new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            // A run that was killed before nginx had read its text: nobody knows whether that was any good, or is in use.
            if (File.Exists(Previous))
                File.Move(Previous, _path, overwrite: true);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _lock?.Dispose();
            throw new CommandException($"{_path} cannot be written, or another `baize nginx` keeps it: {ex.Message}", ex);
        }
    }

    public string Path => _path;

    /// <summary>Where a refused text is kept.</summary>
    public string Refused => _path + ".refused";

    private string Previous => _path + ".previous";

    private string Next => _path + ".new";

    /// <summary>Whether the file has this text.</summary>
    public bool Holds(string text) => File.Exists(_path) && File.ReadAllText(_path) == text;

    /// <summary>Writes a text, unless nginx refuses it. What was there before is kept until <see cref="Settle"/>.</summary>
    /// <returns>Why it was refused and the old text stands; null: it stands.</returns>
    /// <exception cref="IOException">The file cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public async Task<string?> ReplaceAsync(string text, INginx nginx, CancellationToken cancellationToken)
    {
        var existed = File.Exists(_path);
        Write(Next, text);
        if (existed)
            Write(Previous, await File.ReadAllTextAsync(_path, cancellationToken));
        File.Move(Next, _path, overwrite: true);
        var stands = false;
        try
        {
            var fault = await nginx.TestAsync(cancellationToken);
            stands = fault is null;
            return fault;
        }
        finally
        {
            if (stands)
            {
                File.Delete(Refused);
            }
            else
            {
                File.Copy(_path, Refused, overwrite: true);
                if (existed)
                    File.Move(Previous, _path, overwrite: true);
                else
                    File.Delete(_path);
            }
        }
    }

    /// <summary>nginx has read the file: should this process be killed, the next has nothing to make good.</summary>
    public void Settle() => File.Delete(Previous);

    // On the disk before it is moved into place: after a power cut an empty file would keep nginx from starting.
    private void Write(string path, string text)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        if (!OperatingSystem.IsWindows() && File.Exists(_path))
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(_path));
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
