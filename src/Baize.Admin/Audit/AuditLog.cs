using System.Text.Json;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Admin.Audit;

/// <summary>Who did what: a file that is only added to, a JSON object a line. At four megabytes it becomes <c>….1</c>, and what was that goes.</summary>
internal sealed partial class AuditLog : IDisposable
{
    /// <summary>Shown at the most.</summary>
    public const int Shown = 500;

    private const long MaxBytes = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly LinkedList<AuditEntry> _last = new();
    private readonly string _file;
    private readonly ILogger<AuditLog> _logger;
    private string? _fault;

    /// <exception cref="Hosting.ConfigurationException">The file is not to be written.</exception>
    public AuditLog(string file, ILogger<AuditLog> logger)
    {
        (_file, _logger) = (file, logger);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            foreach (var old in (string[])[_file + ".1", _file])
                ReadBack(old);
            using var probe = Open();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new Hosting.ConfigurationException([$"admin.audit_file is '{_file}'; allowed: a file that can be written. {ex.Message}"]);
        }
    }

    public static AuditLog Create(IServiceProvider services, string stateFolder)
    {
        var configured = services.GetRequiredService<IOptions<AdminOptions>>().Value.AuditFile;
        return new AuditLog(
            configured.Length > 0 ? Path.GetFullPath(configured) : Path.Combine(stateFolder, "admin-audit.jsonl"), services.GetRequiredService<ILogger<AuditLog>>());
    }

    /// <summary>Adds an entry. Where it cannot be written the log says so, the list on the page too, and the entry is in both.</summary>
    public async Task AddAsync(AuditEntry entry)
    {
        Log.Done(_logger, entry.Actor, entry.Via, entry.From, entry.Action, entry.Target, entry.Outcome);
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, AdminJson.Default.AuditEntry);
        await _one.WaitAsync();
        try
        {
            Keep(entry);
            if (File.Exists(_file) && new FileInfo(_file).Length > MaxBytes)
                File.Move(_file, _file + ".1", overwrite: true);
            await using var file = Open();
            await file.WriteAsync((byte[])[.. line, (byte)'\n']); // one write: lines of two processes do not mix
            _fault = null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _fault = ex.Message;
            Log.WriteFailed(_logger, _file, ex);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The last entries, newest first.</summary>
    public async Task<AuditReply> ReadAsync(int limit)
    {
        await _one.WaitAsync();
        try
        {
            return new AuditReply([.. _last.Take(limit)], _file, _fault);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(_file, options);
    }

    private void ReadBack(string file)
    {
        if (!File.Exists(file))
            return;
        foreach (var line in File.ReadLines(file).Where(l => l.Length > 0))
        {
            try
            {
                if (JsonSerializer.Deserialize(line, AdminJson.Default.AuditEntry) is { } entry)
                    Keep(entry);
            }
            catch (JsonException)
            {
                Log.LineUnreadable(_logger, file); // cut off by a full disk, or written by someone else
            }
        }
    }

    private void Keep(AuditEntry entry)
    {
        _last.AddFirst(entry);
        if (_last.Count > Shown)
            _last.RemoveLast();
    }

    private static partial class Log // ids 5030-5039
    {
        [LoggerMessage(5030, LogLevel.Information, "{Actor} ({Via}, {From}): {Action} {Target}: {Outcome}", EventName = "Done")]
        public static partial void Done(ILogger logger, string actor, string via, string from, string action, string target, string outcome);

        [LoggerMessage(5031, LogLevel.Error, "The audit list {File} cannot be written; this log has the entry.", EventName = "WriteFailed")]
        public static partial void WriteFailed(ILogger logger, string file, Exception exception);

        [LoggerMessage(5032, LogLevel.Warning, "A line of the audit list {File} cannot be read.", EventName = "LineUnreadable")]
        public static partial void LineUnreadable(ILogger logger, string file);
    }
}
