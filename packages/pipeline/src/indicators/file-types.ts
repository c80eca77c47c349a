/** Endings that only files have. */
const FILE_ENDINGS =
  words(`exe dll sys scr cpl ocx drv msi msp mst msix msixbundle appx appinstaller bat cmd ps1 psm1 psd1 ps1xml
  vbs vbe vba js jse mjs cjs wsf wsh ws hta sct lnk pif jar class war ear jnlp apk aab ipa dex elf dylib ko bin run command workflow scpt
  py pyc pyw pyd sh bash pl rb php php3 php5 php7 phtml asp aspx ascx jsp jspx jspf ashx asmx cfm cgi lua nim go rs swift c h cpp hpp cs java kt ts tsx jsx asm
  doc docx docm dot dotm dotx xls xlsx xlsm xlsb xltm xll xla xlam ppt pptx pptm ppsx ppam rtf pdf odt ods csv tsv txt log chm
  htm html xhtml shtml mht mhtml xml json jsonl yml yaml toml ini cfg conf config inf reg manifest plist properties env
  dat dit db sqlite sqlite3 mdb accdb kdbx key pem crt cer der pfx p12 p7b ovpn rdp vnc eml msg mbox pst ost url webloc library-ms searchconnector-ms
  theme scf settingcontent-ms diagcab zip rar 7z tar gz tgz bz2 xz zst lzh cab iso img udf vhd vhdx vmdk ova dmg pkg deb rpm ace arj whl nupkg vsix xpi crx
  png jpg jpeg gif bmp ico svg webp tif tiff wav mp3 mp4 avi mov mkv md rst tmp temp bak old swp enc lock locked encrypted crypt service timer socket desktop
  pdb dmp dump map evtx etl pf hve mof yar yara sigma rules pub so one onepkg pcap pcapng torrent   sql vmx nvram rom efi uf2 hex ttf woff woff2 eot otf
  sysmon ldb sdb xsl xslt wasm node sln csproj vcxproj vbproj gpg asc sig md5 sha256 crc lic odex  a o ppa pages numbers  application appref-ms website iqy slk hlp msc gadget mui tlb nls au3 a3x ahk lz4 uue xxe b64 cpgz rdg dotnet   vir
     ott odp docb wbk pot pps potm sldm thmx oft ics vcf epub mobi djvu xps oxps ps eps ai psd`);

/** Endings that are top-level names as well, and are files unless the place says "host". */
const FILE_FIRST = words("py sh zip mov md so cab java swift properties");

/** Names with a file's ending that are no files but libraries and products. */
const NO_FILES =
  words(`node.js next.js vue.js react.js angular.js express.js three.js d3.js nuxt.js ember.js backbone.js moment.js discord.js discord.py
  chart.js electron.js ethers.js web3.js p5.js socket.io asp.net vb.net ado.net ml.net console.log math.log logger.log process.env
  java.util system.web system.io import.meta module.exports window.location document.location draw.io nest.js ext.js sveltekit.js deno.land
  require.js solana.js chess.com tensorflow.js backbone.js handlebars.js knockout.js pdf.js video.js alpine.js matter.js hapi.js koa.js`);

const NO_FILE_STEM =
  /^(?:console|math|logger|process|module|window|document|self|this|os|sys|np|pd|json|req|res|request|response|event|file|user|host|source|destination|dns|network|registry|winlog|url|agent|http|https|tls|email|log|threat|observer|client|server|cloud|container|ecs|error|data|object|string|app|config|settings|args|ctx|context|util|utils)$/;
const CODE_ENDINGS = words(
  "log env class config map url service node run timer command settings properties desktop website application pages numbers go so ps ai one pub name key info",
);

/** Programs of DOS, whose ending is now better known from hosts. */
const DOS_FILES = words(
  "command.com format.com more.com tree.com mode.com chcp.com edit.com diskcopy.com win.com",
);

/** Files of an ordinary system, tools that intruders live off, and names that every project has. */
const ORDINARY_FILES =
  words(`cmd.exe powershell.exe powershell_ise.exe pwsh.exe explorer.exe svchost.exe lsass.exe lsaiso.exe services.exe winlogon.exe csrss.exe smss.exe
  wininit.exe taskhost.exe taskhostw.exe taskeng.exe dllhost.exe conhost.exe spoolsv.exe rundll32.exe regsvr32.exe regsvcs.exe regasm.exe mshta.exe wscript.exe cscript.exe
  certutil.exe bitsadmin.exe msiexec.exe schtasks.exe at.exe sc.exe net.exe net1.exe netsh.exe reg.exe regedit.exe wmic.exe wmiprvse.exe whoami.exe
  ipconfig.exe nltest.exe systeminfo.exe tasklist.exe taskkill.exe taskmgr.exe vssadmin.exe wbadmin.exe bcdedit.exe wevtutil.exe fsutil.exe cipher.exe
  msbuild.exe installutil.exe csc.exe vbc.exe jsc.exe cvtres.exe aspnet_compiler.exe appvlp.exe cmstp.exe control.exe forfiles.exe pcalua.exe hh.exe
  ieexec.exe infdefaultinstall.exe mavinject.exe msdt.exe odbcconf.exe presentationhost.exe xwizard.exe makecab.exe expand.exe extrac32.exe findstr.exe
  esentutl.exe ftp.exe finger.exe curl.exe tar.exe ssh.exe scp.exe ping.exe nslookup.exe route.exe arp.exe netstat.exe quser.exe query.exe qwinsta.exe tscon.exe
  mstsc.exe runas.exe print.exe replace.exe rpcping.exe sdbinst.exe desktopimgdownldr.exe diskshadow.exe dnscmd.exe ntdsutil.exe dsquery.exe dsget.exe ldifde.exe csvde.exe
  werfault.exe wermgr.exe searchindexer.exe searchprotocolhost.exe searchfilterhost.exe runtimebroker.exe applicationframehost.exe sihost.exe ctfmon.exe fontdrvhost.exe dwm.exe
  userinit.exe logonui.exe utilman.exe sethc.exe osk.exe magnify.exe narrator.exe notepad.exe calc.exe mspaint.exe write.exe wordpad.exe winword.exe excel.exe powerpnt.exe outlook.exe
  onenote.exe msaccess.exe mspub.exe acrord32.exe acrobat.exe chrome.exe firefox.exe msedge.exe iexplore.exe opera.exe brave.exe teams.exe onedrive.exe dropbox.exe
  w3wp.exe sqlservr.exe java.exe javaw.exe python.exe pythonw.exe python3.exe node.exe php.exe php-cgi.exe perl.exe ruby.exe git.exe wsl.exe bash.exe
  mmc.exe eventvwr.exe fodhelper.exe computerdefaults.exe sdclt.exe slui.exe wsreset.exe dism.exe dxcap.exe vssvc.exe tiworker.exe trustedinstaller.exe msmpeng.exe mpcmdrun.exe mpclient.dll
  attrib.exe icacls.exe takeown.exe xcopy.exe robocopy.exe choice.exe timeout.exe shutdown.exe hostname.exe ntvdm.exe tzutil.exe clip.exe verclsid.exe openwith.exe
  kernel32.dll kernelbase.dll ntdll.dll user32.dll advapi32.dll shell32.dll wininet.dll winhttp.dll ws2_32.dll msvcrt.dll ole32.dll oleaut32.dll gdi32.dll crypt32.dll
  amsi.dll comsvcs.dll dbghelp.dll dbgcore.dll urlmon.dll mshtml.dll ieframe.dll psapi.dll rpcrt4.dll secur32.dll samlib.dll samsrv.dll netapi32.dll iphlpapi.dll bcrypt.dll
  ncrypt.dll clr.dll mscoree.dll mscorlib.dll mscoreei.dll vbe7.dll vbscript.dll jscript.dll jscript9.dll scrobj.dll scrrun.dll zipfldr.dll shdocvw.dll pcwutl.dll
  advpack.dll ieadvpack.dll syssetup.dll setupapi.dll dfshim.dll vaultcli.dll wtsapi32.dll taskschd.dll wldp.dll wow64.dll lsasrv.dll wdigest.dll ntds.dit
  ntoskrnl.exe win32k.sys ntfs.sys tcpip.sys http.sys hal.dll boot.ini ntldr desktop.ini thumbs.db hiberfil.sys pagefile.sys autorun.inf
  readme.md readme.txt license.txt setup.py setup.cfg package.json package-lock.json requirements.txt pyproject.toml index.js index.html index.php index.ts main.py main.c main.go __init__.py
  dockerfile docker-compose.yml docker-compose.yaml config.json config.yaml config.yml config.ini config.xml settings.json robots.txt sitemap.xml web.config app.config
  machine.config hosts.txt favicon.ico jquery.js jquery.min.js style.css wp-config.php wp-login.php xmlrpc.php admin-ajax.php global.asax
  default.aspx login.aspx shadow.txt authorized_keys id_rsa.pub access.log error.log syslog.log auth.log security.evtx system.evtx psexec.exe psexesvc.exe procdump.exe rar.exe winrar.exe unrar.exe 7z.exe 7za.exe command.com ntds.dit`);

const SPREAD_ENDINGS = words(
  "exe dll scr sys bat cmd ps1 vbs js hta lnk pif jar doc docm xls xlsm ppt pdf rtf zip rar 7z iso img py sh elf bin apk dmg pkg msi php asp aspx jsp jspx war so",
);

/** The ending of a name in lower case without its dot; empty when it has none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

export function isFileEnding(ending: string): boolean {
  return FILE_ENDINGS.has(ending) || (ending.length === 3 && /^r\d\d$/.test(ending));
}

/** Whether a name whose ending is also a top-level name is a file when nothing around it speaks. */
export function leansToFile(name: string, ending: string): boolean {
  if (FILE_FIRST.has(ending)) return true;
  if (ending === "app") return /^[A-Z]/.test(name);
  return /[_ ]/.test(name) || (ending === "rs" && /^(?:main|lib|mod|build)\./.test(name));
}

/** Whether the name ends in `.com` and is a program all the same. */
export function isDosFile(name: string): boolean {
  return DOS_FILES.has(name.toLowerCase());
}

/** Whether the name is a library, a product or a field of code rather than a file. */
export function isNoFile(name: string): boolean {
  const lower = name.toLowerCase();
  if (NO_FILES.has(lower) || /^(?:tar|cpio)\.\w{2,4}$/.test(lower)) return true;
  const ending = endingOf(lower);
  return CODE_ENDINGS.has(ending) && NO_FILE_STEM.test(lower.slice(0, lower.indexOf(".")));
}

/** Whether the ending is common enough for malware that one letter before it makes a name. */
export function isCommonEnding(ending: string): boolean {
  return SPREAD_ENDINGS.has(ending);
}

/** Whether every system or project has such a file. */
export function isOrdinaryFile(name: string): boolean {
  return ORDINARY_FILES.has(name.toLowerCase());
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
