# Jeder Satz des Bots auf Deutsch. Texte dürfen Telegrams HTML enthalten; Beschriftungen (b-…) und kurze Hinweise nicht.

decimal-mark = ,
money = { $amount } $
money-range = { $low } – { $high }
megabytes = { $amount } MB
seconds = { $count } s
minutes = { $count ->
    [one] 1 Min.
   *[other] { $count } Min.
}
free = umsonst
on = an
off = aus
done = Erledigt
untitled = Film ohne Titel
narrator = Erzähler
language-en = English
language-de = Deutsch
language-fr = Français
language-es = Español

# Woraus ein Film besteht
count-character = { $count ->
    [one] 1 Figur
   *[other] { $count } Figuren
}
count-set = { $count ->
    [one] 1 Ort
   *[other] { $count } Orte
}
count-prop = { $count ->
    [one] 1 Gegenstand
   *[other] { $count } Gegenstände
}
count-shots = { $count ->
    [one] 1 Einstellung
   *[other] { $count } Einstellungen
}
kind-character = Figur
kind-set = Ort
kind-prop = Gegenstand
frame = Bild
clip = Clip

# Die Karte des Films
film-title = 🎬 <b>{ $title }</b>
card-length = Länge <b>{ $length }</b> · { $shots }
card-cast = Mit { $cast }
card-picture = Format <b>{ $aspect }</b> · Stil <b>{ $look }</b>
card-voice = Stimme <b>{ $voice }</b>, { $language } · Untertitel <b>{ $captions }</b>
animatic-ready = Das Animatic ist fertig und war kostenlos. Du kannst alles ändern oder bessere Bilder machen lassen. Was auf einem Knopf steht, ist das Höchste, was es kosten kann:
price-pictures = 🖼 <b>Standard</b>, gemalte Bilder, über die die Kamera fährt: <b>{ $price }</b>
price-clips = 🎞 <b>Beste</b>, richtige Clips mit bewegten Figuren: <b>{ $price }</b>
card-models = Deine Modelle: { $models }
card-usual-length = ⏱ Deine Geschichten dauern meist { $length }: Unter ⏱ lässt sich diese dafür schreiben.
group-needs-budget = 👥 Diese Gruppe hat noch kein Budget, darum wird hier nichts gekauft. Ein Admin des Bots gibt ihr eines.
will-stop = { $count ->
    [one] Ich halte einmal an und frage dich: { $gates }.
    [2] Ich halte zweimal an und frage dich: { $gates }.
   *[other] Ich halte { $count }-mal an und frage dich: { $gates }.
}
gate-frames = Figuren
gate-videos = Storyboard
budget-left = Dein Budget: noch { $left }.
no-keys = Gemalte Bilder und Clips brauchen den Schlüssel eines Anbieters; siehe /account.
spent-so-far = Ausgegeben <b>{ $spent }</b>
spent-of = Ausgegeben <b>{ $spent }</b> von höchstens { $bound }
making-free = Zuerst mache ich das Animatic. Es ist kostenlos.
progress = <code>{ $bar }</code> { $share }
takes-about = etwa { $takes }
time-left = noch etwa { $left }
step-words = Drehbuch
step-cast = Figuren
step-frames = Bilder
step-clips = Clips
step-sound = Stimmen und Lippen
step-film = Film
waits-for-you = ✋ Wartet auf dein OK: <b>{ $what }</b>.
at-ceiling = ✋ <b>Die vereinbarte Grenze ist erreicht.</b> { $spent } sind ausgegeben, und der nächste Schritt ginge darüber. Wie soll es weitergehen?
paused = ⏸ Angehalten. Was begonnen ist, wird noch fertig, denn es ist bezahlt; Neues beginnt nicht.
stopped = ⚠️ <b>Ich konnte ihn nicht fertig machen.</b>
cancelled = ✖ Abgebrochen. Alles, was bis jetzt entstanden ist, bleibt.
kept-all = Alles, was bis jetzt entstanden ist, bleibt.
finish-free = 🎞 macht ihn fertig, ohne noch etwas zu kaufen: Was fehlt, wird gezeichnet.
nothing-charged = Dafür wurde nichts berechnet.
no-such = Nicht gelungen: { $what }: { $why }
stands-in = Dafür steht das Standbild.
unsettled = { $count ->
        [one] Bei 1 bezahlten Aufruf ist unbekannt, was daraus wurde
       *[other] Bei { $count } bezahlten Aufrufen ist unbekannt, was daraus wurde
    }; { $held } bleiben reserviert: ❓ fragt dort noch einmal nach, kostenlos, oder lässt dich sagen, ob es gemacht wurde.
outcome-ask = ❓ <b>Wurde es gemacht: { $what }?</b> Hier weiß es niemand.
outcome-held = { $held } bleiben dafür reserviert, bis es jemand weiß.
outcome-look = 🔍 fragt dort noch einmal nach und holt, was sich findet. Das kostet nichts.
outcome-yes = ✅ <b>Wurde gemacht</b>: Du siehst es in deinem Konto dort. { $held } gelten dann als ausgegeben; das Ergebnis ist verloren, und es neu zu machen kostet noch einmal.
outcome-no = ✖ <b>Nicht gemacht</b>: { $held } sind wieder frei.
outcome-yes-unpaid = ✅ <b>Wurde gemacht</b>: Du siehst es in deinem Konto dort. Das Ergebnis ist verloren.
outcome-no-unpaid = ✖ <b>Nicht gemacht</b>: Es lässt sich noch einmal versuchen.
outcome-more = { $count ->
    [one] Danach kommt noch eine solche Frage.
   *[other] Danach kommen noch { $count } solche Fragen.
}
outcome-none = ✅ Von allem, was bestellt wurde, ist bekannt, was daraus wurde.
outcome-fetching = 🔍 Wird dort abgeholt: { $what }.
outcome-found-toast = Gefunden. Es wird kostenlos abgeholt.
outcome-never-toast = Es wurde nie gemacht: { $held } sind wieder frei.
outcome-yes-toast = { $held } gelten jetzt als ausgegeben.
outcome-no-toast = { $held } sind wieder frei.
outcome-known-toast = Das ist schon beantwortet.
little-room = Auf der Platte ist wenig Platz; ein Film könnte mittendrin stehen bleiben.
at-shot = Einstellung { $number }
offer-model = <b>{ $number }</b> Ein günstigeres Modell für: { $step }. Der Rest kostet dann höchstens { $left }.
offer-shots = { $count ->
    [0] <b>{ $number }</b> Keine Einstellung mehr kaufen; sie bleiben gezeichnet. Der Rest kostet dann höchstens { $left }.
    [one] <b>{ $number }</b> Nur die nächste Einstellung kaufen; die anderen bleiben gezeichnet. Der Rest kostet dann höchstens { $left }.
   *[other] <b>{ $number }</b> Nur die nächsten { $count } Einstellungen kaufen; die anderen bleiben gezeichnet. Der Rest kostet dann höchstens { $left }.
}
offer-raise = <b>{ $number }</b> Weiter wie geplant. Der Rest kostet höchstens { $left }.
slot-story = Geschichte
slot-analysis = Analyse
slot-script = Drehbuch
slot-scenes = Szenen
slot-shots = Einstellungen
slot-voice = Stimme von { $of }
slot-speech = Stimme in Zeile { $of }
slot-reference = Aussehen von { $of }
slot-frame = Bild von Einstellung { $of }
slot-clip = Clip von Einstellung { $of }
slot-lipsync = Lippen in Einstellung { $of }
slot-piece = Schnitt von Einstellung { $of }
slot-look = Blick auf ein Bild
slot-film = Film
back-after-break = <i>Zurück nach einer Pause; nichts ging verloren.</i>
cancel-sure = { $count ->
    [0] <b>Jetzt abbrechen?</b> { $spent } sind ausgegeben.
    [one] <b>Jetzt abbrechen?</b> { $spent } sind ausgegeben, 1 Bild oder Clip bleibt.
   *[other] <b>Jetzt abbrechen?</b> { $spent } sind ausgegeben, { $count } Bilder und Clips bleiben.
}
cancel-held = Bis zu { $held } mehr sind unterwegs und werden vielleicht noch berechnet.
gate-cast-ready = 👥 <b>{ $cast }: fertig.</b> Sieh sie dir an, bevor ich { $count ->
    [one] 1 Bild
   *[other] { $count } Bilder
} male ({ $price }).

rest-costs = Was noch fehlt, kostet <b>{ $price }</b>.
moved-down = ⬇️ <i>Nach unten gezogen.</i>
deleted = 🗑 <i>Gelöscht, mit deinen Fotos. Was er gekostet hat, bleibt verbucht.</i>

# Auswahl
choose-aspect = Welches Format?
choose-quality = <b>Wie gut soll er werden?</b>
level-costs-nothing = Auswählen kostet nichts: Erst der Knopf am Film beginnt damit, zu dem Preis, der darauf steht.
quality-animatic = Entwurf
quality-pictures = Standard
quality-clips = Beste
quality-animatic-is = ✏️ <b>{ $name }</b>, gezeichnete Bilder, vorgelesen. Kostenlos, und immer zuerst.
quality-pictures-is = 🖼 <b>{ $name }</b>, gemalte Bilder, über die die Kamera fährt.
quality-clips-is = 🎞 <b>{ $name }</b>, richtige Clips mit bewegten Figuren.
choose-look = Welcher Stil?
choose-voice = Wer erzählt die Geschichte?
choose-model = Welches Modell? Der Preis gilt je Bild, Clip oder Zeile.
choose-more = Was möchtest du?
choose-length = Der Film dauert <b>{ $length }</b>: so lange, wie seine Worte gelesen werden.
length-no-key = Um die Geschichte länger oder kürzer schreiben zu lassen, brauche ich den Schlüssel eines Sprachmodells; siehe /account.
length-anew = Ich kann die Geschichte für eine andere Länge neu schreiben lassen, für höchstens { $price }:
length-sure = Die Geschichte neu schreiben, etwa <b>{ $length }</b> lang? Stimmen und Bilder folgen dann den neuen Worten: zusammen <b>{ $price }</b>.
choose-usual-length = Wie lange sollen deine Geschichten dauern, wenn ein Sprachmodell sie schreibt?
choose-level = Was soll ich zuerst anbieten, sobald das kostenlose Animatic da ist? Jeden Preis siehst du trotzdem.
choose-usual-model = <b>{ $step }</b>: Welches Modell für deine neuen Filme? „Wie üblich“ nimmt, was heute für den Preis gut ist.
length-any = wie erzählt
level-any = egal
level-pictures = Standard (gemalt)
level-clips = Beste (echte Clips)
model-usual = wie üblich
ask-usual-length = ⏱ Wie lange sollen deine Geschichten meist dauern? Antworte auf diese Nachricht, zum Beispiel: 45 s oder 3 min
length-unclear = Bitte nenn eine Länge wie 45 s oder 3 min, zwischen 10 s und 30 min.
reshape-sure = { $count ->
    [one] In <b>{ $aspect }</b> muss 1 Sache neu gemacht werden: höchstens <b>{ $price }</b>. Der Film, den du hast, bleibt.
   *[other] In <b>{ $aspect }</b> müssen { $count } Sachen neu gemacht werden: höchstens <b>{ $price }</b>. Der Film, den du hast, bleibt.
}
delete-sure = <b>Diesen Film löschen?</b> Er ist dann für immer weg, mit allem, was dafür entstand, und deinen Fotos.
look-usual = wie üblich
look-and-picture = { $look }, wie auf deinem Bild
look-storybook = Bilderbuch
look-ink = Tusche
look-cinema = Kino
look-clay = Knete
look-noir = Noir
look-anime = Anime

# Storyboard und Einstellungen
board-tap = Tippe auf eine Nummer, um eine Einstellung zu ändern. Oder schreib zum Beispiel: <code>1: Nacht, mehr Regen</code>
board-pick = Tippe auf die Einstellungen, die du meinst.
board-next = ✅ macht die Clips ({ $price }).
board-ready = <b>Das Storyboard ist fertig.</b> { $shots }
shot-head = <b>Einstellung { $number } von { $count }</b> · { $length } s
shot-version = { $what } v{ $number }
shot-model = Modell: { $model }
shot-seed = Startwert { $seed }
shot-busy-frame = ⏳ ein neues Bild…
shot-busy-clip = ⏳ ein neuer Clip…
shot-busy-lipsync = ⏳ Lippen…
shot-old-frame = ✎ Der Clip stammt vom alten Bild.
spend-what = Neu machen: <b>{ $what }</b>?
shot-versions = <b>Einstellung { $number }</b>: { $count } Fassungen. Tippe auf eine, um sie zu nehmen; nichts geht verloren.
shot-models = <b>Einstellung { $number }</b>: Welches Modell macht es ({ $what })? Tippe auf eine Nummer; der Preis folgt.
prompt-saved = Für Einstellung { $number } gespeichert. Machen?
change-read = { $count ->
    [one] Einstellung { $shots }:
   *[other] Einstellungen { $shots }:
} „{ $words }“

# Figuren, Orte, Gegenstände
cast-list = { $cast }. Tippe, um sie zu sehen.
entity-head = <b>{ $name }</b> · { $kind } · { $number } von { $count }
entity-no-words = <i>Die Geschichte sagt nicht, wie das aussieht.</i>
entity-voice = Stimme: { $voice }
entity-look = Aussehen v{ $number } von { $count } · Fotos: { $guides }
entity-no-look = Noch nicht gezeichnet · Fotos: { $guides }
entity-busy = ⏳ neues Aussehen…
entity-versions = <b>{ $name }</b>: Tippe auf ein Aussehen, um es zu nehmen.
voice-of = Wer spricht <b>{ $name }</b>?
photos-ask = 📷 Antworte mit 1–10 Fotos von <b>{ $name }</b>; ein Album geht auch. <i>Als Datei</i> behalten sie ihre volle Qualität.
photos-consent = Nimm nur Fotos von Menschen, die einverstanden sind. Ich behalte sie nur für diesen Film; 🗑 entfernt sie sofort.
photos-placeholder = Fotos hierher
photos-kept = { $count ->
    [one] 1 Foto für <b>{ $name }</b> ist da.
   *[other] { $count } Fotos für <b>{ $name }</b> sind da.
}
photos-none = Davon war für <b>{ $name }</b> nichts zu gebrauchen.
photos-blurred = { $count ->
    [one] Nummer { $numbers } sieht unscharf aus. Ich habe sie behalten; ein schärferes Foto zeigt mehr.
   *[other] Die Nummern { $numbers } sehen unscharf aus. Ich habe sie behalten; schärfere Fotos zeigen mehr.
}
photos-remove = { $count ->
    [one] <b>{ $name }</b> hat 1 Foto. Tippe, um es zu entfernen.
   *[other] <b>{ $name }</b> hat { $count } Fotos. Tippe auf eines, um es zu entfernen.
}
photos-gone = Dieses Foto habe ich nicht mehr. Schick es bitte noch einmal.
photo-for-whom = Für wen oder was ist das?
photo-no-film = Es gibt noch keinen Film, für den dieses Foto sein könnte. Schick mir erst eine Geschichte, dann das Foto.
photo-too-big = Ein Foto ist größer als 20 MB; mehr kann ich nicht holen.
photo-unreadable = Eine Datei ist kein Bild, das ich lesen kann: JPEG, PNG, WebP und HEIC gehen.
photo-lost = Ein Foto war nicht zu holen. Schick es bitte noch einmal.

# Der fertige Film
delivered-head = 🎉 <b>{ $title }</b> · { $length } · { $aspect } · { $height }p
delivered-free = { $shots } · kostenlos
delivered-spent = { $shots } · ausgegeben { $spent }
delivered-estimate = { $shots } · ausgegeben { $spent } (geschätzt { $quoted })
delivered-estimate-more = { $shots } · ausgegeben { $spent } (geschätzt { $quoted }, ohne was du neu machen ließest)
delivered-smaller = <i>Hier kleiner, damit er in eine Nachricht passt; 📥 hat das Original.</i>
delivery-unknown = Ich habe „{ $title }“ hochgeladen, aber keine Bestätigung bekommen. Siehst du ihn oben?
delivery-too-large = „{ $title }“ ist fertig, passt aber mit { $size } in keine Nachricht, auch nicht kleiner. Er liegt auf diesem Rechner und auf der Seite.
original-too-large = Das Original ist zu groß für eine Nachricht. Wem dieser Bot gehört, der hat es auf dem Rechner.
original-on-page = Das Original ist zu groß für eine Nachricht. Hier liegt es: { $link }

# Gespräch
hello = <b>Schick mir eine Geschichte. Ich zeichne, filme und spreche sie.</b>
    Ein paar Zeilen genügen; auch eine Textdatei oder Fotos mit der Geschichte darunter. Der erste Film ist kostenlos.
help = <b>So geht es</b>
    1. <b>Schick eine Geschichte</b>: als Text, als .txt- oder .md-Datei oder unter Fotos. Nach einer Minute hast du das Animatic, kostenlos. Danach kannst du es malen oder filmen lassen; jeder Preis steht auf seinem Knopf.
    2. <b>Antworte einer Figur mit Fotos</b>, dann sieht sie so aus.
    3. <b>Tippe im Storyboard auf eine Nummer</b>, um eine Einstellung zu ändern.
    4. <b>Sag, was du willst</b>: <code>5: dunkler</code> oder <code>3, 5-7: Nacht, mehr Regen</code>.

    /new /projects /status /cancel /account /settings /web
help-group = In Gruppen höre ich auf Befehle, Erwähnungen und Antworten. Für Fotoalben mach mich zum Admin der Gruppe, sonst sehe ich vielleicht nicht alle.
how-new = Schreib die Geschichte hinter den Befehl: /new Ein Fuchs findet eine Laterne…
too-short = Das ist sehr kurz für eine Geschichte. Schick wenigstens ein, zwei Sätze, oder /help.
file-unknown = Ich lese Geschichten aus .txt-, .md- und .fountain-Dateien.
file-too-big = Diese Datei ist zu groß für eine Geschichte (höchstens 4 MB). Schick ein Kapitel nach dem anderen.
cannot-hear = Hier kann ich nicht zuhören: Dafür ist kein Modell eingerichtet. Bitte schreib die Geschichte oder schick sie als Textdatei.
heard = 🎙 Verstanden habe ich: <i>{ $words }</i>
ask-title = ✏️ Wie soll der Film heißen? Antworte auf diese Nachricht.
ask-look = 🎨 Beschreib den Stil in wenigen Worten. Antworte auf diese Nachricht.
ask-style = 🎨 Antworte auf diese Nachricht mit einem Bild, in dessen Stil der Film gemalt werden soll. Es zählt nur seine Machart, nicht was es zeigt.
style-kept = 🎨 Dieses Bild ist jetzt der Stil des Films; ich behalte es nur für diesen Film.
style-one = Von deinen { $count } Bildern habe ich das erste genommen: Ein Film hat einen Stil.
style-taken = ✅ { $step }: { $model } bekommt es mit, solange höchstens { $most } Bilder mitgehen.
style-not-taken = ▫️ { $step }: { $model } nimmt nur ein Bild und malt darum allein nach deinen Worten.
style-not-taken-others = ▫️ { $step }: { $model } nimmt nur ein Bild und malt darum allein nach deinen Worten. Diese bekämen es mit: { $others }.
style-no-key = ▫️ Ohne Schlüssel eines Anbieters wird nichts gemalt, und was ich selbst zeichne, hat seinen eigenen Stil; siehe /account.
style-again = Was schon gemalt ist, bleibt, bis du es neu machen lässt; der Preis steht am Knopf des Films.
ask-words = ✏️ Wie sieht <b>{ $name }</b> aus? Antworte auf diese Nachricht.
ask-prompt = ✏️ Für <b>Einstellung { $number }</b>: Antworte mit den neuen Worten. Jetzt heißt es:
ask-picked = ✏️ Was soll in { $shots } anders werden? Antworte auf diese Nachricht, zum Beispiel: Nacht, mehr Regen
ask-length = ⏱ Wie lang soll er sein? Antworte auf diese Nachricht, zum Beispiel: 45 s oder 3 min
ask-story = 🎬 Wie geht die Geschichte? Antworte auf diese Nachricht damit; die Fotos gehören dann dazu.
reply-here = Hier antworten
title-set = Für den Titel: <b>{ $title }</b>
look-set = Für den Stil: gespeichert.
projects = { $count ->
    [one] <b>Dein Film</b>
   *[other] <b>Deine { $count } Filme</b>
}
projects-none = Du hast noch keinen Film. Schick mir eine Geschichte.
cancel-which = <b>Welchen Film soll ich abbrechen?</b> Ich frage noch einmal nach.
cancel-none = Gerade entsteht nichts.
unknown-command = Diesen Befehl kenne ich nicht. Siehe /help.
went-wrong = Bei mir ist etwas schiefgegangen. Es ist notiert, und es hat nichts gekostet. Bitte versuch es noch einmal.
went-wrong-toast = Etwas ist schiefgegangen. Bitte noch einmal.
settings = <b>Einstellungen</b> für deine neuen Filme. Tippe, um sie zu ändern.
settings-group = <b>Einstellungen</b> für die Filme dieser Gruppe. Ihre Admins dürfen sie ändern.
settings-tap = 👆 bis zu diesem Preis genügt ein Tippen; darüber, und wenn es aus ist, frage ich noch einmal.
usual-length = ⏱ Eine geschriebene Geschichte dauert: <b>{ $length }</b>
usual-level = ✨ Nach dem Animatic biete ich zuerst an: <b>{ $level }</b>
usual-model = 🧠 { $step }: <b>{ $model }</b>
written-story = 📖 <b>{ $title }</b>: die Geschichte, wie sie geschrieben wurde. Jede Zeile lässt sich ändern.
written-script = 📝 <b>{ $title }</b>: das Drehbuch, wie es geschrieben wurde. Jede Zeile lässt sich ändern.
web-link = <b>Die Seite</b>: Dieser Link öffnet sie einmal, innerhalb von 15 Minuten. Gib ihn nicht weiter.
web-private = Diesen Link schicke ich nur in unserem privaten Chat.
login-head = 🔑 <b>Einen Browser anmelden?</b>
login-facts = { $browser }, von { $address }, gefragt { $when }
login-now = gerade eben
login-ago = vor { $minutes } min
login-what = Er sieht und führt dann deine Filme und gibt in deinem Rahmen Geld aus, bis er sich abmeldet oder 90 Tage um sind.
login-number = Nur wenn du diese Seite vor dir hast: <b>Welche Zahl zeigt sie?</b> Jede andere bricht ab.
b-not-me = ✖ Das bin ich nicht
login-yes = ✅ Ja: { $browser } kommt jetzt herein. Abgemeldet wird auf der Seite, unter Account.
login-yes-toast = Du bist drin
login-no = ✖ Abgebrochen. Niemand kam herein.
login-no-toast = Abgebrochen
login-wrong = ✖ Die Seite zeigt eine andere Zahl, also kam niemand herein. Warst du es, frage dort noch einmal.
login-wrong-toast = Eine andere Zahl: niemand kam herein
login-over = Diese Anmeldung ist vorbei: schon beantwortet oder zu lange gewartet. Frage auf der Seite noch einmal.
login-over-toast = Zu spät. Frage auf der Seite noch einmal.
web-none = Hier gibt es keine Seite: Niemand hat ihre Adresse eingetragen.

# Konto
account-head = <b>Konto</b>
account-no-key = ▫️ { $title }: kein Schlüssel ({ $setting })
account-balance = ✅ { $title }: noch { $balance }
account-unknown = ✅ { $title }: keine Angabe ({ $why })
account-spent = Heute ausgegeben <b>{ $today }</b>, diesen Monat <b>{ $month }</b>
account-aside = Du hast heute { $today } ausgegeben, diesen Monat { $month }.
account-held = Für Laufendes zurückgelegt: { $held }
account-making = { $count ->
    [one] Gerade in Arbeit: 1 Film
   *[other] Gerade in Arbeit: { $count } Filme
}
account-ceiling = { $name }: noch { $left } von { $most }
ceiling-project = Dieser Film
ceiling-person-day = Dein Tag
ceiling-person-month = Dein Monat
ceiling-group-film = Ein Film der Gruppe
ceiling-group-day = Die Gruppe, heute
ceiling-group-month = Die Gruppe, diesen Monat
ceiling-day = Alle, heute
ceiling-month = Alle, diesen Monat
costs-aside = „{ $title }“: { $spent } ausgegeben
costs-spent = Ausgegeben <b>{ $spent }</b>
costs-quoted = Vereinbart: { $quoted }
costs-line = { $name }: { $calls } × · { $spent }
cost-story = Geschichte
cost-analysis = Analyse
cost-script = Drehbuch
cost-audio = Stimmen
cost-scenes = Szenen
cost-shots = Einstellungen
cost-refs = Figuren und Orte
cost-frames = Bilder
cost-videos = Clips
cost-lipsync = Lippen

# Zugang
private-bot = Dieser Bot ist privat. Deine Nummer: <code>{ $id }</code>
private-toast = Dieser Bot ist privat.
private-group = Ich bin ein privater Bot und darf hier nicht bleiben.
asks-access = 🔑 <b>{ $name }</b> bittet um Zugang.
access-given = ✅ { $name } darf den Bot benutzen.
access-refused = 🚫 { $name } darf den Bot nicht benutzen.
welcome = Willkommen! Schick mir eine Geschichte.
invitation = 🎟 Gib diesen Link weiter: Er lässt eine Person herein, einmal, innerhalb von 7 Tagen.
invited = ✅ { $name } ist über deine Einladung hereingekommen.
admins-only = Das können nur Admins, in ihrem privaten Chat.
users-head = { $count ->
    [one] <b>1 Person</b>
   *[other] <b>{ $count } Personen</b>
}
how-allow = /allow und die Nummer der Person, zum Beispiel: /allow 123456789
how-deny = /deny und die Nummer der Person, zum Beispiel: /deny 123456789
how-budget = /budget, die Nummer der Person oder Gruppe, Dollar am Tag, Dollar im Monat, für eine Gruppe auch Dollar je Film; - hebt eine Grenze auf: /budget 123456789 2 20
group-no-budget = 💳 Diese Gruppe hat kein Budget, darum wird hier nichts gekauft. Ein Admin des Bots gibt ihr eines, für Tag und Monat, in unserem privaten Chat: <code>/budget { $id } 2 20</code>
group-film-most = 🎬 Ein Film dieser Gruppe kostet höchstens { $most }.
group-film-any = 🎬 Ein Film darf kosten, was das Budget hergibt.
choose-film-most = Was darf ein Film dieser Gruppe höchstens kosten? Was ein Film schon gekostet hat, zählt mit.
film-any = Nach Budget
spenders-owner = 💳 Geld ausgeben darf, wer einen Film begann, und Admins.
spenders-admins = 💳 Geld ausgeben dürfen nur Admins.
projects-all-away = Alle deine Filme sind weggelegt.
group-admins-only = Das können nur Admins dieser Gruppe.
groups-head = { $count ->
    [one] <b>1 Gruppe</b>
   *[other] <b>{ $count } Gruppen</b>
}
spent-by = { $name } · { $month } diesen Monat
put-away-head = { $count ->
    [one] <b>1 Film ist weggelegt</b>
   *[other] <b>{ $count } Filme sind weggelegt</b>
}
put-away-toast = Weggelegt. Unter /projects liegt er noch, bei 🗄.
taken-out-toast = Er ist wieder in deiner Liste.
budget-set-film = Budget von { $id }: { $day } am Tag, { $month } im Monat, { $film } je Film.
budget-set = Budget von { $id }: { $day } am Tag, { $month } im Monat.
no-bound = ohne Grenze
owner-only = Das kann nur { $name } oder ein Admin.

# Kurze Hinweise
old-button = Dieser Knopf ist von einer älteren Fassung. Ich zeichne neu…
already-started = Schon begonnen
price-old = Dieser Preis ist von vorhin. Hier ist der heutige.
film-gone = Diesen Film gibt es nicht mehr, oder er ist nicht deiner.
started = Begonnen
started-price = Begonnen. Mehr als das gebe ich nicht aus.
queued = { $place ->
    [0] Angefangen
    [1] Eingereiht, als Nächstes dran
   *[other] Eingereiht, als { $place }. an der Reihe
}
skipped = Ausgelassen: Dafür steht ein gezeichnetes Bild.
finishing = Ich mache ihn fertig, kostenlos.
noted = Gemerkt
restored = Diese Fassung gilt wieder.
removed = Entfernt
changed = Geändert
changed-free = Geändert. Ich mache ihn neu, kostenlos.
changed-price = Geändert. Was das Neumachen kostet, steht auf dem Knopf.
pausing = Ich halte an: Was begonnen ist, wird noch fertig.
still-making = Gerade wird noch etwas gemacht. Drück noch einmal, wenn es da ist.
going-on = Es geht weiter
stopping = Ich breche ab
enjoy = Viel Freude!
no-film-yet = Es gibt noch keinen fertigen Film.
sending-again = Ich schicke ihn noch einmal
deleted-toast = Gelöscht

# Knöpfe
b-title = ✏️ Titel
b-look = 🎨 Stil ▾
b-voice = 🗣 Stimme ▾
b-captions = 💬 Untertitel: { $state }
b-more = ⋯ Mehr
b-app = ⚙️ In der App
b-ok = ✅ OK
b-trouble = ⚠️ Einstellung { $number }
b-look-again = 🔍 Noch mal fragen
b-was-made = ✅ Wurde gemacht
b-not-made = ✖ Nicht gemacht
b-outcomes = ❓ Was wurde draus?
b-skip = ⏭ Auslassen
b-finish = 🎞 So fertig machen
b-own-length = ✏️ Andere Länge
b-write = ✅ Neu · { $price }
b-reshape = ✅ Machen · { $price }
b-both = 🔁 Beides
b-for-all = 🧠 Für alle
b-level = ✨ Zuerst ▾
b-usual-frames = 🧠 Bilder ▾
b-usual-videos = 🧠 Clips ▾
b-usual-lipsync = 🧠 Lippen ▾
b-film-most = 🎬 Je Film ▾
b-spenders-owner = 💳 Wer anfing, Admins
b-spenders-admins = 💳 Nur Admins
b-put-away = 🗄 Weglegen
b-take-out = 🗄 Zurückholen
b-away = 🗄 Weggelegt ({ $count })
b-sounds = 🔔 Töne: { $state }
b-new-story = 🎬 Neue Geschichte
b-keys = 🔑 Schlüssel
b-back = ◀ Zurück
b-style = 🖼 Wie auf einem Bild
b-style-off = 🗑 Stilbild weg
b-style-for = 🎨 Vorlage für Stil
b-own-look = ✏️ In meinen Worten
b-cast = 👥 Figuren ({ $count })
b-board = 🖼 Storyboard ({ $count })
b-update-free = 🔄 Neu · kostenlos
b-update-price = 🔄 Neu · { $price }
b-pictures = 🖼 Malen · { $price }
b-clips = 🎞 Filmen · { $price }
b-too-low = 💳 Braucht { $price }
b-pause = ⏸ Anhalten
b-cancel = ✖ Abbrechen
b-stop = ✖ Ja, abbrechen
b-keep-going = ◀ Weitermachen
b-resume = ▶ Weiter
b-retry = 🔁 Erneut
b-go-on = ✅ Weiter
b-go-on-price = ✅ Weiter · { $price }
b-raise = ✅ Noch { $price } mehr
b-save = { $number } · spart { $saves }
b-review = 👥 Ansehen ({ $count })
b-stops = ✋ Erst mein OK: { $state }
b-watch = ▶️ Ansehen
b-auto = 👆 Ein Tipp: { $limit }
b-frames = 📸 Neueste Bilder
b-for-me = 💳 Meine Zahlen
b-costs = 💳 Kosten
b-log = 📋 Verlauf
b-delete = 🗑 Löschen
b-delete-yes = 🗑 Ja, endgültig
b-model-frames = 🧠 Bilder
b-model-videos = 🧠 Clips
b-model-lipsync = 🧠 Lippen
b-make-clips = ✅ Filmen · { $price }
b-several = ☑️ Mehrere…
b-change-picked = { $count ->
    [one] ✏️ 1 ändern
   *[other] ✏️ { $count } ändern
}
b-film = 🎬 Film
b-frame = 🖼 Bild
b-clip = 🎞 Clip
b-new-frame = 🔁 Bild neu
b-new-clip = 🔁 Clip neu
b-lipsync = 👄 Lippen
b-spend = ✅ { $price } ausgeben
b-undo = ↩ Zurück zu v{ $number }
b-prompt = ✏️ Worte
b-model = 🧠 Modell
b-to-board = ☰ Storyboard
b-save-only = Nur speichern
b-change-price = ✅ Ändern · { $price }
b-change-free = ✅ Ändern · umsonst
b-drop = ✖ So lassen
b-guides = 📷 Fotos ({ $count })
b-new-look = 🔁 Look neu
b-description = ✏️ Beschreibung
b-all = 👥 Alle
b-redraw = 🔁 Zeichnen
b-more-photos = ➕ Mehr
b-remove = 🗑 Entfernen…
b-card = ◀ Karte
b-nothing = Nichts
b-shape-tall = 📱 Hochformat
b-shape-wide = 📺 Breit
b-shape-square = ⬜ Quadrat
b-shape-portrait = 📱 4:5
b-original = 📥 Original { $size }
b-open-card = 🎬 Film ändern
b-seen = ✅ Ja
b-send-again = 🔁 Noch einmal
b-example = ✨ Ein Beispiel
b-projects = 📁 Filme
b-help = ❓ Hilfe
b-copy = 📋 Kopieren
b-copy-id = 📋 Nummer kopieren
b-open-page = 🌐 Seite öffnen
b-allow = ✅ Zulassen
b-deny = ✖ Ablehnen

# Befehle, wie Telegram sie zeigt
command-new = Aus einer Geschichte einen Film machen
command-projects = Deine Filme
command-status = Was gerade entsteht
command-cancel = Einen Film abbrechen
command-account = Guthaben, Budget, Kosten
command-settings = Sprache und Vorgaben
command-web = Die Seite im Browser
command-help = So geht es
command-users = Wer den Bot benutzen darf
command-allow = Jemanden zulassen
command-deny = Jemanden ausschließen
command-invite = Ein Link, der jemanden hereinlässt
command-budget = Was jemand ausgeben darf
