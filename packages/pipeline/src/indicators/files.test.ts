import { expect, test } from "vitest";

import { findIndicators } from "./find-indicators.ts";

const found = (text: string): string[] =>
  findIndicators(text, [], { ownHosts: new Set(), benign: null }).map(
    ({ type, value }) => `${type} ${value}`,
  );

test.each([
  ["it drops payload.exe there", ["file_name payload.exe"]],
  ["the attachment Invoice.pdf.exe", ["file_name Invoice.pdf.exe"]],
  ['the file "Order List 2024.xlsm"', ["file_name Order List 2024.xlsm"]],
  ["the script install.sh", ["file_name install.sh"]],
  ["ran scan.py and cleanup.pl", ["file_name scan.py", "file_name cleanup.pl"]],
  ["an archive, backup.zip,", ["file_name backup.zip"]],
  ["readme.md", ["file_name readme.md"]],
  ["'\\AvastSvc.exe'", ["file_name AvastSvc.exe"]],
  ["./start.sh", ["file_name start.sh"]],
  ["libkw.so", ["file_name libkw.so"]],
  ["*.docx files", []],
  [".exe and .dll", []],
  ["console.log(x)", []],
  ["requests to /gate.php", []],
  ["T1574.001", []],
  ["command.com", ["file_name command.com"]],
])("file names in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ["C:\\Windows\\Temp\\a.exe", "C:\\Windows\\Temp\\a.exe"],
  ["to C:\\ProgramData\\x\\b.dll, then", "C:\\ProgramData\\x\\b.dll"],
  ["C:\\Program Files\\Evil Corp\\svc.exe", "C:\\Program Files\\Evil Corp\\svc.exe"],
  ["C:\\Program Files (x86)\\Evil\\svc.exe", "C:\\Program Files (x86)\\Evil\\svc.exe"],
  ["C:\\Documents and Settings\\All Users\\x.exe", "C:\\Documents and Settings\\All Users\\x.exe"],
  ['"C:\\My stuff\\some file.txt"', "C:\\My stuff\\some file.txt"],
  ["C:\\Temp and then", "C:\\Temp"],
  ["C:\\Users\\Public\\a.bat was run", "C:\\Users\\Public\\a.bat"],
  ["(C:\\Users\\Public\\a.bat)", "C:\\Users\\Public\\a.bat"],
  ["C:\\Users\\<user>\\AppData\\Local\\x.exe", "C:\\Users\\<user>\\AppData\\Local\\x.exe"],
  ["C:\\Users\\*\\x.exe", "C:\\Users\\*\\x.exe"],
  ['"C:\\\\Users\\\\Public\\\\x.exe"', "C:\\Users\\Public\\x.exe"],
  ["C:/Users/Public/x.exe", "C:/Users/Public/x.exe"],
  ["%APPDATA%\\Microsoft\\x.exe", "%APPDATA%\\Microsoft\\x.exe"],
  ["$env:TEMP\\x.ps1", "$env:TEMP\\x.ps1"],
  ["\\\\fs01\\share\\x.exe", "\\\\fs01\\share\\x.exe"],
  ["AppData\\Roaming\\x.exe", "AppData\\Roaming\\x.exe"],
  ["/tmp/.x/kworkerds", "/tmp/.x/kworkerds"],
  ["in /etc/cron.d/0kwork.", "/etc/cron.d/0kwork"],
  ["~/Library/LaunchAgents/com.x.plist", "~/Library/LaunchAgents/com.x.plist"],
  ["/Library/Application Support/x/y", "/Library/Application Support/x/y"],
  ["/Applications/Evil.app/Contents/MacOS/evil", "/Applications/Evil.app/Contents/MacOS/evil"],
  ["`/var/tmp/a b.sh`", "/var/tmp/a b.sh"],
  ['-F "file=@/tmp/out.zip"', "/tmp/out.zip"],
])("the path in %j", (text, expected) => {
  expect(found(text)).toEqual([`file_path ${expected}`]);
});

test.each([
  ["and/or", []],
  ["TCP/IP over 10/20/2024", []],
  ["/api/v1/users", []],
  ["/24 networks", []],
  ["D:\\work\\rat\\Release\\svc.pdb", ["pdb_path D:\\work\\rat\\Release\\svc.pdb"]],
  ["x64\\Release\\loader.pdb", ["pdb_path x64\\Release\\loader.pdb"]],
  ["the pipe \\\\.\\pipe\\spoolss_1", ["named_pipe \\\\.\\pipe\\spoolss_1"]],
  ["\\\\\\\\.\\\\pipe\\\\spoolss_1", ["named_pipe \\\\.\\pipe\\spoolss_1"]],
  ["the named pipe msagent_f8", ["named_pipe msagent_f8"]],
  ["the mutex svcmon-77AE", ["mutex svcmon-77AE"]],
  ['a mutex named "Foo Bar 1"', ["mutex Foo Bar 1"]],
  ["Mutex: TDsk_sync_01", ["mutex TDsk_sync_01"]],
  ["the mutex Global\\PrnHlp_7731", ["mutex Global\\PrnHlp_7731"]],
  ["Global\\PrnHlp_7731", ["mutex Global\\PrnHlp_7731"]],
  ['the "8f3k2l" mutex', ["mutex 8f3k2l"]],
  ['CreateMutexA(NULL, FALSE, "xYz1")', ["mutex xYz1"]],
  ["mutex {4F1B2C90-77AE-4B0E-9D0C-11B2A0E7C3D5}", ["mutex {4F1B2C90-77AE-4B0E-9D0C-11B2A0E7C3D5}"]],
  ["a mutex prevents a second start", []],
  ["the mutex is created first", []],
])("PDB paths, pipes and mutexes in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ["HKCU\\Software\\X\\Run", "HKCU\\Software\\X\\Run"],
  ["HKEY_LOCAL_MACHINE\\SOFTWARE\\X", "HKLM\\SOFTWARE\\X"],
  [
    "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell.",
    "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell",
  ],
  ["HKLM:\\SOFTWARE\\X", "HKLM\\SOFTWARE\\X"],
  ["Registry::HKEY_USERS\\.DEFAULT\\X", "HKU\\.DEFAULT\\X"],
  ['"HKCU\\\\Software\\\\X"', "HKCU\\Software\\X"],
  [
    "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager and then",
    "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager",
  ],
  ["HKCU\\Software\\X was set", "HKCU\\Software\\X"],
  [
    "HKLM\\SOFTWARE\\Classes\\CLSID\\{7D2C1A55-0E0B-4F0A-8B6E-2B9C41F0D911}",
    "HKLM\\SOFTWARE\\Classes\\CLSID\\{7D2C1A55-0E0B-4F0A-8B6E-2B9C41F0D911}",
  ],
  ['reg add "HKLM\\Software\\My Key" /v x', "HKLM\\Software\\My Key"],
  ["SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run"],
])("the registry key in %j", (text, expected) => {
  expect(found(text)).toEqual([`registry_key ${expected}`]);
});

test("a path names its file and yields no file name besides", () => {
  const [path, ...others] = findIndicators("C:\\Windows\\Temp\\a.exe", [], {
    ownHosts: new Set(),
    benign: null,
  });
  expect(others).toEqual([]);
  expect(path?.details).toEqual({ file: "a.exe" });
});
