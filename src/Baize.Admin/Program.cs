using Baize.Admin;
using Baize.Admin.Auth;
using Baize.Hosting;

return args is [PasswordCommand.Name, ..]
    ? PasswordCommand.Run(args[1..], Console.In, Console.Out, Console.Error)
    : await BaizeHost.RunAsync("admin", args, AdminProcess.RunAsync);
