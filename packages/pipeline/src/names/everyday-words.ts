/**
 * Words, names of people, places, gods and well-known products that makers of malware and those who name it like to
 * take. Alone they prove nothing.
 */
export const EVERYDAY_WORDS: readonly string[] = [
  // Words.
  `absent abstract acronym action admin agent airdrop album alert alias alien alpha alphabet aluminum amnesia analyst
  anchor animus anonymous apocalypse appetite arcane archer archive archivist arena argonauts army arrow art article
  ashen assassin assembly atmosphere atom audit aura aurora auto autorun avalanche avatar avenger aware backbend
  backup badge ballista bandit banshee bear beacon bear beast beauty bee beep bench benchmark bender bitter black
  blackheart blackhole blackjack blackout bleach blade blame blank blaster blind blister blitz blizzard block blog bloom
  blooper blue bluebox bluebird board boat bone bonsai bonus book bookworm boom boss bouncer brain brave bread breakout
  breakthrough breeze brick bridge bright broker bronze brother brotherhood browser bubble bubblewrap bucket bud bug
  builder bullet bunny business butterfly button cabbage cache cactus calendar callback camera cannibal canopy captain
  carbon cardinal cargo carnival casino castle catch catcher cell chain chameleon champion channel chaos chaperone
  charger charm cheers chess chip chisel christmas chronicle chrysalis cigar circles circus citadel clay clean cleaner
  cleanup clear clearance client clip clipper clock clone clop cloud clouded coalition cobalt cobra code coffee coin
  collector colony color colossus comeback comet comment compass comrade connect console control cookbook cookie copper
  copycat core cosmic costa count cover coward cowboy coyote crash crawler craze cream creative creator creep creeper
  creepy cricket crimson crisis crown cruise crumb crush cry crypt crypto cryptocurrency crystal cuckoo cult curator
  curious curl custom cutlet cyber cyborg cycle cyclone cyclops dagger dairy damage dance danger dangerous dark darkness
  darknet dash data database date dawn day daylight deadlock deadly death decaf deed deep deeper deer default defender
  delta demo demon deputy desert desktop desolate destroy destroyer detective devil devops dexter diamond dice difference
  digital dinner diploma direct disco discovery disk district divergent doctor dodger dog dollar dolphin domino done
  donut door dot double download downloader downtown draft dragon dragonfly drain dream dreamland drift drifter drink
  drive driver drop droplet dummy dump dune dust dusk dynamic dynamite eagle earth earthworm easy echo eclipse ember
  element elephant elevator eleven elite ember emerald emissary empire empty enabler encrypt encrypted encryptor encoder
  endless endurance energy engine enigma entropy epsilon equation equinox eraser error escape essence eternal eternity
  ethos event evil evolution exchange exchanger execution executioner exile exit exodus exotic expand expert exploit
  explorer explosion express extension extractor eye eyeglass facade factory failure fairy faith fake falcon fallout
  family fantasy fantom farmer fast fate father fatal favorite fawn feather feed ferocious ferret festival fickle field
  final finder fire firebird fireball firebug firefly firewall first fish fisherman fist flame flamingo flash flashback
  flesh flexible flight flip flock flood floor flow flower fluffy fly focus fog foggy force forest forge forma fortune
  forward fox foxy framework freak free freedom freezer freezing freight fresh freshman friday friend frog front
  frostbite frozen fun funny fury fusion future galaxy gallery gamble game gamma garden gasket gate gateway gear gem
  genesis genius gentleman ghost giant gibberish gift gimmick gingerbread girl glacier gladiator gladius glass glasses
  glimpse glitch global globe gloom glory glow glue goal god godfather goggles gold golden good goodness gopher gorgon
  gorilla gossip gotcha grabber grace grandma graphite grass gravity gray grease great green gremlin grey grief griffin
  grim groove ground group grunt guard guardian guerrilla guest guide gun guru hack hacked hacker hacking hail halo
  halloween ham hammer handle handler handy happy harbor harvest harvester hat havoc hawk hawking haze hazel head header
  heart heaven heel helium helix hello helmet help helper herald heritage hermit hero hide highlight highnoon hill
  himalaya hippo hive hoard hobby hog holiday hollow homeland honey honeybee honor hood hook hope hopper horizon horn
  horse host hot hotel hotspot house howl humming hunt hunter hunters hurricane hydra hyena hypnosis ice iceberg icebox
  icon idea identity idle idol illusion image imminent immortal impact imperial implant inbox incognito incubator infinity
  inferno info infinite injector ink inception insane insider insomnia inspector installer instinct insult intelligence
  inter interception interlock internet intruder invader inventory invisible iodine iris iron island ivory jackal jackpot
  jade jaguar jasmine jester jet jewel job joke joker journey joy judge judgement juice jump jungle jupiter jury just
  kangaroo karma katana key keyboard keyhole keymaker keystone kid killer killswitch kind kindest king kingdom kiss kit
  kite kitten kitty knight knock knot kraken lady lamb lambda lamp lancer land landmark landslide lantern larva laser
  last late latent laugh launcher lava lead leader leaf leak leash leather legacy legend legion lemon leopard leprechaun
  letter leverage liberty library license life lift light lightbulb lighthouse lightning lily lime limit line link lion
  liquid list listener little live lizard load loader lock locked locker lockout lockscreen locust log logger logic logo
  loki lollipop loop looter lord lorenz loser losers lost lotus love lover low lucifer luck lucky lullaby luminosity
  luna lunar lunch luxury lynx machine mad madness mafia magazine magic magician magnet mail mailbox maker malice manager
  mandarin mango maniac manifest mantis maple marathon marble march marine mark market marlin mars marsh mask mast master
  matrix maverick maximum maze meadow mechanical medal media medusa mega melody member memory memento merchant mercury
  mercy message messenger meteor metric midas midnight mighty milk milkmaid mimic mimi minaret mind mine miner mini
  minimal minimum minion minotaur mint miracle mirage mirror missile mission mist misty mix mobile model modern module
  mole momentum mommy monarch monday money mongoose monitor monk monkey mono monolith monologue monster monument moon
  moonlight moonrise moonstone moose morning morphine mosaic mosquito moss mother moth motion motor mountain mouse mover
  movie mud mule mummy muse mushroom music mustang mustard mutant mystery mystic myth nail name narwhal native nautilus
  navigator near nebula necklace nectar needle nemesis neon nest net network neuron neutrino neutron news next nexus
  nickel night nightclub nightfall nightmare nightshade ninja nitro noble nocturnal node noise nomad none north northstar
  nova novel november nuclear nuke null number oak oasis obelisk oblique obscene observer obsidian ocean octagon october
  octopus odd oddity odyssey offence office offline ogre oil old olive omega omni one onion online onyx opal open opera
  operation operator oracle orange orb orbit orca orchard orchid order ordinal ordinary origin orion orphan ostrich other
  outlaw outside outsider overflame overflow overlay owl owner oxide oxygen oyster ozone pacifier pack package page pain
  paint palace paladin palm panda pandemic panel panic panther paper paradise paradox parallax parasite parrot particle
  partner party passion patch patcher path patriot pay payday payload payment peace peach peacock peak pear pearl pebble
  pegasus pelican penguin people pepper perfect person petal phantom phase phoenix photo phrase physics piano pickaxe
  pickle pickles pickpocket picture pierogi pike pilot ping pink pioneer pipe pipeline piranha pirate pixel pizza plague
  plain plan planet planetary plasma plastic plate platform platinum player playboy playful plead plum pocket poem poet
  poetry point poison poker polar polaris police polite polyglot pony pool popcorn portal poseidon positive possum post
  postman potato potion pound powder power powerless prayer predator premier present pretty prey price pride prince princess
  principle print prism prison private prize probe problem processor professor profit project promise prophet protect
  protected proton prototype proud providence proxy psycho pulsar pulse puma pump pumpkin punch punisher puppet puppy pure
  purge purple puzzle pyramid python quake quantum quartz quasar queen quest quick quicksand quiet rabbit raccoon racket
  radar radiant radiation radio radius rage raider rain rainbow raindrop ram rampage ranger ransom rapid rapture raptor
  rascal raven ray razor reach reaction reaper rebel rebirth record recorder recovery red redeemer redeye reflection regal
  register regret relay release relic relief reload remote renegade rescue resident resistance resurrection retro return
  revenge revenant reverse revive revolution reward rhino rhombus rhythm rich riddle rider rifle ring rip ripple riptide
  rise riser risk rival river road robin robot rock rocket rodeo rogue roman romance romcom sidewalk romeo rook room root rose rotor
  roulette rover royal ruby ruler run runner running rush rust sabbath sad safe saga sage saint salad salami salmon salsa
  salt samurai sanction sanctuary sand sandman sandstorm sapphire satan satellite satin saturn savage saver scanner scar
  scarab scarecrow scarlet scavenger scene school science scimitar scorpion scout scrap scraper scratch scream screen
  script sea seahorse seal search season second secret security seed seeker sense sentinel sepsis serpent server service
  session setup shade shadow shadows shaman shark sharp shell sheriff shield shift ship shock shoot shop short shortcut
  shot show shrug shuffle siege siesta sierra sigma sign signal silence silent silk silver simple singularity siren six
  skeleton sketch skill skip skipper skull sky skyline slam slave slayer sleep sleeper slice slick slim sling slingshot
  slip sliver slope slow slug small smart smash smile smith smoke smooth smuggler snail snake snap snatch sneak snow
  snowball snowflake snowman solar soldier solid solo solution solve somebody someone song sonic soul sound source
  sourdough south space spaceship spark sparkle sparrow sparta spartacus spectre specter speed spell sphere sphinx spice
  spicy spider spike spirit splash splinter sponge spook spore sport spotlight spray spring sprite squid squirrel stable
  stage staging stalker star starfish stark start startpage static station steam steel stellar stem step sting stinger
  stitch stone stop storm story stranger strategy stream streamer street strike striker string strong studio stupid sub
  subject subway sugar sulphur summer summit sun sunbird sunburst sunday sundown sunflower sunlight sunrise sunset
  sunshine super superb superior supernova supper supreme surf surprise survey survivor swallow swallowtail swamp swan
  swarm sweet swift swing switch switcher sword symbol symphony synapse syndicate syndrome system tab table tailgate
  target tarot task taurus tax tea team tear tears teaser teleport telescope teller temple templar temptation ten
  tequila machete terminal terminator termite terra terracotta terrible terror thanksgiving the theft thief think thinker third
  thorn thread threat three thriller throne thumb thunder thunderbird thursday tick tide tiger tight tilde time timeout
  tiny tiramisu titan titanium toast tomato tombstone tongue tool toolkit tooth top topaz torch tornado tortoise
  tortoiseshell torture toucan tough tower toxic toy track tracker trade trail trainer traitor transfer translate trap
  trash traveler treasure tree trick trickster trident trigger trinity trip triple triumph trojan troll trophy trouble
  truck true trump trumpet trust truth tsunami tuesday tundra tunnel turbine turbo turtle twilight twin twist two tycoon
  tyrant ultimate ultra umbra umbrella uncle under underground undertaker unicorn unicode union unique unit universe
  unknown unsafe update upload uranium urban user vacuum valkyrie valley vampire vanguard vanilla vapor vault vector
  velvet vendetta venom venomous venus vermin version vertex vertigo viceroy victim victor victory video viewer viking
  villain vintage violet viper virtual virus vision visitor visual vixen void volcano volt voltage vortex vote voyager
  voyeur vulcan vulture waffle wait waiting waitlist walker wall wallet wanderer war warden warlock warlord warning
  warp warrior wasp watch watchdog watcher water waterbear waterfall wave wax weasel weaver web wedding weekend weird
  werewolf werewolves west whale wheel whirlwind whisper whisperer white whiteout wicked widget widow wild wildcard
  wildfire wind windmill window windtail wing winner winter wiper wire wireless wisdom wish wisp witch wizard wolf
  wolverine wonder wonderland wood word work worker world worm wormhole worry wrath wreck writer x-ray yard yellow
  yesterday young youth zealot zebra zen zenith zephyr zero zinc zodiac zombie zone zoom`,
  // Numbers, little words and endings of sentences that became names.
  `all always any anyone baby bad best better beyond both call click come comes crying dear dont everyone few find follow
  forget forever found four get give goes going gone gotten great halt hear here hidden hold how howdy human hundred
  hurry keep know later laughing learn leave left less lets look looking lower made make many maybe meet might million
  more most moved must myself need never new nice no nobody nothing now often once only ours over own place play playing
  please quite read ready real really right running same say seconddate see sell send seven shall should simply
  slowly some something soon sorry stand stay still stopped such sure take taken talk tell that there these they thing
  think this those thousand today together told tomorrow tonight too total touch try turn twice under unlock until up use
  very wait walk want was way well went what when where which while who whole whose why will with without work would
  write wrong year yes yet you your`,
  // Gods, heroes, people and figures.
  `achilles adonis ajax aladdin albert albertino alexander alfa alfonso alice alma amanda amber amy anatoly andrea andrei
  andromeda angel angela anna annabelle anthony anubis aphrodite apollo ares ariel aristotle artemis arthur athena atlas
  atreus attila aurelia austin azazel azer bacchus balthazar barbara bart batman beethoven bella belle benjamin bernard
  bert billy bob bobby bonnie boris borat brad brandon brutus caesar caligula callisto calypso camilla carl carlos carmen
  carter casper cassandra cecilio centaur cerberus charles charlie charon chewbacca chloe christ christian clara claude
  cleopatra clyde conan cthulhu cupid cyrus daisy daniel dante daphne david davinci demeter deimos diana diego dracula
  edgar einstein eleanor electra elena elias elmer elvis emily emma erebus erica eris eros esmeralda eugene eva excalibur
  fabian faust felipe felix fenrir fiona frankenstein freddy freya gabriel gaia galileo gandalf geneve george gogol
  goliath grace grinch gustav hades hannibal harry hector helen helios hera hercules hermes hermione homer horus houdini
  icarus igor isaac isabella isis ivan jack jackson james janus jason jesus jimmy joan joanna joao joe johanna john
  johnny jonas jordan josef joseph josh juan julia julius kali kamil karen karl kate katrina katya katyusha kevin
  klaus konrad kronos lancelot lara laura lazarus leda lena leo leon leonardo leonidas leviathan lilith lisa loki louis
  luca lucas lucy luigi luke maggie magnus manuel marco marcus margaret maria marie marina mario marta martha martin mary
  masha masson matilda max maya melissa merlin mia michael michelle mickey miguel mikey mike milan mina minerva mischa
  misha mohammed molly mona monica monte mordor morgan morpheus moses mozart nadia nancy naomi napoleon narcissus natasha
  neptune nero nestor nick nicole nina noah oberon odin odysseus oliver olivia olympus omar orpheus oscar osiris otto
  pandora pascal patrick paul paula pedro penelope perseus peter petra phobos picasso pinocchio plato pluto popeye
  prometheus proteus rachel ragnar rambo ramsey rasputin raphael rebecca remus reynolds rhea richard rick robert roberto
  rodrigo roger roma romulus rosa rosie roza ruben salvador sam samson sandra sandro santa sarah sauron selena selene
  serpico seth shakespeare shakti sherlock shiva sigmund simon sisyphus skywalker smaug socrates sofia sophia spartan
  stalin stella steve susan tanya tatiana thanatos thanos thor tina tony trinity triton troy tyson ulysses valentina
  valeria valerie vanessa venus vera victor victoria vincent vlad vladimir voldemort vulcan wagner waldo walter wanda
  wendy wesker wilhelm william winston wolfgang xena xavier yoda yuri zeus ziggy zola zorro`,
  // Places, peoples, tongues, plants and things of places.
  `african america american amazon arab arabic arctic argentina arizona asia asian athens atlantic atlantis australian
  austrian babylon balkan baltic barcelona bavaria beijing belgian belgium belgrade berlin bermuda bohemia boston
  brazilian brazil british brooklyn bulgarian burkina california canadian caracas caribbean catalan caucasus chicago
  chinese cologne colorado columbia coruna crimea croatian cuba cuban czech czechoslovak dallas danish danube delhi denver
  dorado dresden dubai dublin dutch egypt egyptian england english estonian eurasia europe european everest finnish
  florence florida french gazprom geneva genoa georgia georgian german germany gomorrah greek hamburg havana hawaii
  hebrew hindi holland hungarian indian indiana iranian iraqi irish israeli istanbul italian jamaica japanese java jersey
  jerusalem kashmir kiev korea korean kremlin kuiper kurdish kyiv latin latvian lebanese lima limpopo lisbon lithuanian
  london louisiana macau madrid malaga malta manchester manhattan mariposa mauritius maui medina mediterranean mexican
  mexico miami milan mogilevich moldova mongolia montana montreal moscow munich naples nevada nile nordic normandy norton
  norwegian odessa ohio olympia orient oslo oxford pacific pakistani palermo palestine panama paris parsi patagonia
  persia persian philadelphia poland polish polska polski portuguese prague rome romanian russian sahara salem samara
  sardinia saxon scandinavian serbian seville shanghai siberia sicily silesia slavic slovak slovenian sofia somali
  spanish sparta stockholm sudan swedish swiss sydney syria syrian tahiti taiwan tartar tehran texas thai tibet tibetan
  tokyo toledo toronto tripoli trojan tunisia turin turkish turkey ukrainian vega venetian venice verona vienna
  vietnamese virginia volga warsaw wellington yerevan yorkshire zagreb zurich`,
  // Products, firms, protocols and words of computing.
  `aac abc access acr activex ad adb admin aes aim airdrop ajax alibaba android angular ansible apache api app apple arp
  asp aspx atera auth autochk autoruns autoupdate azure bash batch bb bbs bing bios bios bitcoin bitlocker bitsadmin
  bittorrent bluetooth bootloader browser btc byte cgi chat chrome chromium cia cisco citrix class cli cmd cms cnc com
  commander composer computer connectwise cookies core corona coronavirus covid cpu crm crypter cso csp css ctf ctos
  ctrl dde ddos debian debug decryptor delphi desktop dex dhcp digitalocean directory discord diskpart django dll dmg dn
  dns docker document dot dotnet dropbox drupal dvd ecard edge email emulator encoder ethereum excel exe explorer facebook
  fax fcp fedora file firefox firmware flash flask flexnet flutter forfiles format freshdesk ftp fuse gateway gdrive
  gif git github gitlab global gmail google googledrive gophish gps graphql grep gsm hadoop hash hdd hex hibernate hns
  hotmail html http https icloud ide iis image imap indy instagram intel ios iot ipa iphone iso isr java javascript jboss
  jenkins jpeg jquery json jsp jupyter kernel kindle kotlin kubernetes ldap lib linkedin linux lsass lua lv mac macos
  macro magento mailto malware maven mbr mcafee memcached messenger microsoft mingw mips mobile modem mongo mongodb
  mozilla mp3 msi mssql myspace mysql nas net netbios netflix netscape netscan netsh netsupport netstat nfs nginx node
  nodejs npm ntlm null oauth office onedrive openssh openssl opera oracle orion outlook packer parser paste patch paypal
  pcap pdf perl photoshop php phpmyadmin ping pixel plugin png podcast pop pos postgres powerpoint powershell proxy ps
  psexec putty python qnap qq quickheal radmin ram rar rdp react realvnc reddit redis reg registry regsvr root router
  rpc rss ruby rust safari samba sap schtasks screenshot scp screen sdk sed selenium setup sftp shellcode sid signal
  sip skype slack smb smtp snapchat snmp socks solana solaris sound spotify spreadsheet sql ssd ssh ssl steam sudo svc
  swift symfony sysinternals systemd tar tcp teams teamviewer telegram telnet tether thunderbird tiktok tls token tomcat
  tor torrent trello tron twitch twitter ubuntu udp unicode unix ups usb utorrent vba vbs vhd viber visa vm vmware vnc
  voip vpn vps wallet wannabe weblogic webmail webmin webdav wechat wget whatsapp whois wifi wiki wikipedia windows winmm
  winrar winscp wireshark word wordpress xbox xml xpath yahoo yandex youtube zimbra zip zipper zlib zoho`,
].flatMap((line) => line.split(/\s+/));
