import type { Role } from "../entities/mention.ts";

/**
 * Cue words by role, in lower case. `word+` stands for the word with -s, -ed, -ing too; `word*` for every word that
 * begins so; `a_b` for two words in a row; `a~b` for up to four words between.
 */
export const cueWords: Readonly<Record<Role, string>> = {
  c2: `c2 c2s c2c c&c cnc command_and_control command_&_control commande_et_contrôle commande_et_de_contrôle mando_y_control steuerserver steuerungsserver
    beacon+ call+_home call+_back callback callbacks check+_in checkin phone_home phones_home phoned_home phoning_home heartbeat heartbeats controller controllers
    connect+_to connect+_back connection_to connections_to connect+_with communicate communicates communicated communicating communication communications
    talk+_to contact+ poll+ report+_to panel panels teamserver team_server team_servers fall+_back_to fallback reverse_shell reverse_shells tunnel+ tunneled tunnelled tunnelling
    bot_server botnet_server botnet_controller post_to posts_to posted_to post_request post_requests tasking resolvers listens_on speaks_to spoke_to
    kommuniziert verbindet verbindung_zu verbindungen_zu meldet_sich kontaktiert se_connecte communique contacte serveur_de_contrôle se_conecta se_comunica contacta comunica servidor_de_control`,
  exfiltration: `exfil* upload+ send~to sends~to sent~to sending~to stolen_data stolen_files stolen_credentials stolen_cookies data_theft leaked_to multipart
    drop_zone drop_site transferred_to transfer~to transfers~to copied_to_a loot collected_data envoyées_vers envoyées_à envoyés_à übertragen_an abfluss abgeflossen hochgeladen enviados_a enviadas_a rclone megasync`,
  phishing: `phish* spearphish* lure+ lured credential_harvest* harvest~credentials credential_theft credential_page fake_login fake_verification fake_captcha fake_page fake_pages fake_portal fake_site fake_update
    impersonat* spoof+ spoofing sent_from from_address sender senders login_page login_pages logon_page sign_in_page landing_page landing_pages captcha smish* vish* reply_to lookalike look_alike typosquat*
    emails mails email mail e_mail e_mails hameçonnage harponnage suplantación qr_code qr_codes adversary_in_the_middle aitm expéditeur absender remitente spam malspam deepfake booking_page bank_page`,
  delivery: `download+ downloader downloaders deliver+ delivery hosted hosted_on hosted_at hosts_the host_the hosting_the fetch fetches fetched fetching retrieve retrieves retrieved retrieving staged staging
    distribut* drive_by redirect+ redirector redirectors wget curl invoke_webrequest iwr downloadstring downloadfile urldownloadtofile* certutil bitsadmin serves pull+ second_stage next_stage stage_1 first_stage
    watering_hole malvertis* inject* heruntergeladen lädt nachgeladen nachlädt télécharg* descarg* scaric* sponsored advert* installer_from mirror msiexec injected_script link_in_the_mail`,
  payload: `payload payloads drop+ dropped dropper droppers dropping malware malicious loader loaders stager stagers implant implants backdoor backdoors webshell webshells web_shell web_shells ransomware encryptor encryptors
    trojan trojans trojanised trojanized stealer stealers infostealer infostealers miner miners wiper wipers rootkit rootkits binary binaries sample samples executable executables dll dlls shellcode written writes wrote
    saved_as saved_to saved_in save_as copies_itself copied_to copied_as copy_itself execut* launch+ launches runs ran run install+ installer sideload* side_loads side_loaded side_loading unpacks unpacked extracts extracted attached attachment attachments
    named persist* scheduled_task creates created starts started start load+ loaded loads hash hashes sha256 sha_256 sha1 sha_1 md5 archive archives schadsoftware nutzlast installateur charge_utile malveillant* carga malicios* pièce_jointe anhang adjunto deployed deploys encrypted_payload`,
  exploited: `exploit* vulnerab* zero_day zero_days 0_day 0_days 0day in_the_wild kev initial_access ausgenutzt ausnutzung schwachstelle lücke exploitée exploitées exploité vulnérabilité explotad* vulnerabilidad abuse+ abusing abused weaponi* used_against unpatched attacked gain~through access_through access_via entered_through entry_through got_in_through came_in_through zugang_über attacks_on attack_on attacks_against limited_attacks came_in nicht_gepatcht command_injection remote_code_execution on_older_devices`,
  infrastructure: `infrastructure vps proxy proxies relay relays registered registrar resolve+ resolves resolved resolving nameserver nameservers name_server passive_dns hosting_provider sinkhol* exit_node exit_nodes vpn_node
    operational_relay orb cdn scanner scanners scan+ scanned brute_forc* logged_in_from logs_in_from log_in_from logins_from logon_from request_from requests_from came_from comes_from originat* source_address source_addresses source_ip source_ips source_ip_addresses staging_server staging_servers`,
  victim: `victim victims targeted_organisation targeted_organization targeted_organisations targeted_organizations compromised_site compromised_sites compromised_website compromised_websites compromised_host compromised_hosts compromised_business hacked_site hacked_sites hacked_website hacked_websites defaced opfer victime victimes víctima víctimas`,
  reference: `according_to see_also reference references source sources read_more blog blogpost described_by described_in described_at described_on published documentation advisory advisories more_information further_reading available_at available_on reported_by as_reported reported report_by
    writeup write_up repository our_analysis our_tool our_scanner check_it_at check_a_link check_whether virustotal learn_more full_report report_at see_our see_https visit support_page our_site our_website questions`,
};

/** Words that speak of attackers and evidence without saying what a value is. */
export const attackerWords = `attacker attackers threat_actor threat_actors actor_used intruder intruders adversary adversaries operator operators suspicious indicator indicators ioc iocs infected compromised observed seen
  scanning brute block hunt_for saved save saves stored store stores found cron note notes tool ransom_note negotiate angreifer attaquant attaquants atacante atacantes hinterlässt ouvre contient contiene abre`;
