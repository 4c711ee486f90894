using Baize;

return await BaizeCommand.RunAsync(args);
