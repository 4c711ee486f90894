using Baize.Hosting.Auth;

namespace Baize.Admin.Auth;

/// <summary><c>bin/admin hash-password</c>: reads a password from standard input, so that it stands in no list of processes, and prints its hash.</summary>
internal static class PasswordCommand
{
    public const string Name = "hash-password";

    private const int Shortest = 12;

    public static int Run(IReadOnlyList<string> args, TextReader input, TextWriter output, TextWriter errors)
    {
        if (args.Count > 0)
        {
            errors.WriteLine($"admin: {Name} takes no arguments; it reads the password, a line, from standard input.");
            return 2;
        }
        if (!Console.IsInputRedirected)
            errors.Write("Password (shown as you type; or pipe it in): ");
        var password = input.ReadLine() ?? "";
        if (password.Length < Shortest)
        {
            errors.WriteLine($"admin: the password has {password.Length} characters; allowed: {Shortest} or more.");
            return 2;
        }
        output.WriteLine(AdminPassword.Hash(password));
        return 0;
    }
}
