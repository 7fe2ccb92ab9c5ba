# Every sentence of the bot in English. Texts may hold Telegram's HTML; labels (b-…) and toasts may not.

decimal-mark = .
money = ${ $amount }
money-range = { $low } – { $high }
megabytes = { $amount } MB
seconds = { $count } s
minutes = { $count ->
    [one] 1 min
   *[other] { $count } min
}
free = free
on = on
off = off
done = Done
untitled = Untitled film
narrator = narrator
language-en = English
language-de = Deutsch
language-fr = Français
language-es = Español

# What a film is made of
count-character = { $count ->
    [one] 1 character
   *[other] { $count } characters
}
count-set = { $count ->
    [one] 1 place
   *[other] { $count } places
}
count-prop = { $count ->
    [one] 1 thing
   *[other] { $count } things
}
count-shots = { $count ->
    [one] 1 shot
   *[other] { $count } shots
}
kind-character = character
kind-set = place
kind-prop = thing
frame = frame
clip = clip

# The film's panel
film-title = 🎬 <b>{ $title }</b>
card-length = Length <b>{ $length }</b> · { $shots }
card-cast = With { $cast }
card-picture = Picture <b>{ $aspect }</b> · Look <b>{ $look }</b>
card-voice = Voice <b>{ $voice }</b>, { $language } · Captions <b>{ $captions }</b>
animatic-ready = The animatic is ready, and it was free. You can change anything, or have better pictures made. What stands on a button is the most it may cost:
price-pictures = 🖼 <b>Standard</b>, painted pictures that the camera moves over: <b>{ $price }</b>
price-clips = 🎞 <b>Best</b>, real clips with moving people: <b>{ $price }</b>
card-models = Your models: { $models }
card-usual-length = ⏱ Your stories usually last { $length }: under ⏱ this one can be written for it.
group-needs-budget = 👥 This group has no budget yet, so nothing can be bought here. An admin of the bot gives it one.
will-stop = { $count ->
    [one] I will stop once for your OK: { $gates }.
    [2] I will stop twice for your OK: { $gates }.
   *[other] I will stop { $count } times for your OK: { $gates }.
}
gate-frames = characters
gate-videos = storyboard
budget-left = Your budget: { $left } left.
no-keys = Painted pictures and clips need a key of a provider; see /account.
spent-so-far = Spent <b>{ $spent }</b>
spent-of = Spent <b>{ $spent }</b> of at most { $bound }
making-free = I am making the animatic first. It is free.
progress = <code>{ $bar }</code> { $share }
takes-about = about { $takes }
time-left = about { $left } left
step-words = Script
step-cast = Characters
step-frames = Frames
step-clips = Clips
step-sound = Voices and lip sync
step-film = Film
waits-for-you = ✋ Waits for your OK: <b>{ $what }</b>.
at-ceiling = ✋ <b>The agreed limit is reached.</b> { $spent } is spent, and the next step would pass it. How shall I go on?
paused = ⏸ Paused. What had been begun is brought to its end, for it is paid for; nothing new begins.
stopped = ⚠️ <b>I could not finish it.</b>
cancelled = ✖ Stopped. Everything made so far is kept.
kept-all = Everything made so far is kept.
finish-free = 🎞 finishes it without buying anything more: drawn pictures stand in for what is missing.
nothing-charged = Nothing was charged for it.
no-such = No { $what }: { $why }
stands-in = Its still picture stands in.
unsettled = { $count ->
        [one] The outcome of 1 paid call is unknown
       *[other] The outcome of { $count } paid calls is unknown
    }, and { $held } stays held: ❓ asks there again, free, or takes your word on whether it was made.
outcome-ask = ❓ <b>Was it made: { $what }?</b> Nobody here knows.
outcome-held = { $held } stays held for it until somebody does.
outcome-look = 🔍 asks there once more and fetches what is found. It costs nothing.
outcome-yes = ✅ <b>It was made</b>: you see it in your account there. { $held } then counts as spent; what was made is lost, and making it anew costs anew.
outcome-no = ✖ <b>It was not made</b>: { $held } is free again.
outcome-yes-unpaid = ✅ <b>It was made</b>: you see it in your account there. What was made is lost.
outcome-no-unpaid = ✖ <b>It was not made</b>: it can be tried again.
outcome-more = { $count ->
    [one] One more question like this comes after it.
   *[other] { $count } more questions like this come after it.
}
outcome-none = ✅ Of everything that was ordered it is known what became of it.
outcome-fetching = 🔍 Fetching what was found there: { $what }.
outcome-found-toast = Found. It is being fetched, free.
outcome-never-toast = It was never made: { $held } is free again.
outcome-yes-toast = { $held } counts as spent now.
outcome-no-toast = { $held } is free again.
outcome-known-toast = This was answered already.
little-room = Little room is left on the disk; a film may stop half-way.
at-shot = shot { $number }
offer-model = <b>{ $number }</b> A cheaper model for: { $step }. The rest then costs { $left } at the most.
offer-shots = { $count ->
    [0] <b>{ $number }</b> Buy no more shots; they stay drawn. The rest then costs { $left } at the most.
    [one] <b>{ $number }</b> Buy only the next shot; the others stay drawn. The rest then costs { $left } at the most.
   *[other] <b>{ $number }</b> Buy only the next { $count } shots; the others stay drawn. The rest then costs { $left } at the most.
}
offer-raise = <b>{ $number }</b> Go on as planned. The rest costs { $left } at the most.
slot-story = story
slot-analysis = analysis
slot-script = script
slot-scenes = scenes
slot-shots = shots
slot-voice = voice of { $of }
slot-speech = voice of line { $of }
slot-reference = look of { $of }
slot-frame = frame of shot { $of }
slot-clip = clip of shot { $of }
slot-lipsync = lip sync of shot { $of }
slot-piece = cut of shot { $of }
slot-look = look at a picture
slot-film = film
back-after-break = <i>Back after a break; nothing was lost.</i>
cancel-sure = { $count ->
    [0] <b>Stop now?</b> { $spent } is spent.
    [one] <b>Stop now?</b> { $spent } is spent, 1 picture or clip is kept.
   *[other] <b>Stop now?</b> { $spent } is spent, { $count } pictures and clips are kept.
}
cancel-held = Up to { $held } more is under way and may still be charged.
gate-cast-ready = 👥 <b>{ $cast } are ready.</b> Look through them before I paint { $count ->
    [one] 1 frame
   *[other] { $count } frames
} ({ $price }).

rest-costs = What is left to be made costs <b>{ $price }</b>.
moved-down = ⬇️ <i>Moved down.</i>
deleted = 🗑 <i>Deleted, with its photos. What it cost stays in the books.</i>

# Choices
choose-aspect = Which shape?
choose-quality = <b>How good shall it be?</b>
level-costs-nothing = Choosing costs nothing: the film's button begins it, for the price that stands on it.
quality-animatic = Draft
quality-pictures = Standard
quality-clips = Best
quality-animatic-is = ✏️ <b>{ $name }</b>, drawn pictures, read aloud. Free, and always first.
quality-pictures-is = 🖼 <b>{ $name }</b>, painted pictures that the camera moves over.
quality-clips-is = 🎞 <b>{ $name }</b>, real clips with moving people.
choose-look = Which look?
choose-voice = Who tells the story?
choose-model = Which model? The price is per picture, clip or line.
choose-more = What would you like?
choose-length = The film lasts <b>{ $length }</b>: as long as its words are when they are read.
length-no-key = To have the story written longer or shorter I need a key of a language model; see /account.
length-anew = I can have the story written anew for another length, for { $price } at the most:
length-sure = Write the story anew, to last about <b>{ $length }</b>? Its voices and pictures then follow the new words: <b>{ $price }</b> in all.
choose-usual-length = How long shall your stories last when a language model writes them?
choose-level = What shall I offer first, once the free animatic is there? You still see every price.
choose-usual-model = <b>{ $step }</b>: which model for your new films? “As usual” takes what is good for the price today.
length-any = as told
level-any = either
level-pictures = Standard (painted)
level-clips = Best (real clips)
model-usual = as usual
ask-usual-length = ⏱ How long shall your stories usually last? Answer this message, for example: 45 s or 3 min
length-unclear = Please give a length such as 45 s or 3 min, between 10 s and 30 min.
reshape-sure = { $count ->
    [one] In <b>{ $aspect }</b> 1 thing has to be made anew: <b>{ $price }</b> at the most. The film you have stays.
   *[other] In <b>{ $aspect }</b> { $count } things have to be made anew: <b>{ $price }</b> at the most. The film you have stays.
}
delete-sure = <b>Delete this film?</b> It goes for good, with everything made for it and your photos.
look-usual = as usual
look-and-picture = { $look }, as in your picture
look-storybook = Storybook
look-ink = Ink
look-cinema = Cinema
look-clay = Clay
look-noir = Noir
look-anime = Anime

# Storyboard and shots
board-tap = Tap a number to change a shot. Or write, for example: <code>1: night, more rain</code>
board-pick = Tap the shots you mean.
board-next = ✅ makes the clips ({ $price }).
board-ready = <b>The storyboard is ready.</b> { $shots }
shot-head = <b>Shot { $number } of { $count }</b> · { $length } s
shot-version = { $what } v{ $number }
shot-model = Model: { $model }
shot-seed = seed { $seed }
shot-busy-frame = ⏳ a new frame…
shot-busy-clip = ⏳ a new clip…
shot-busy-lipsync = ⏳ lip sync…
shot-old-frame = ✎ The clip is from the old frame.
spend-what = Make anew: <b>{ $what }</b>?
shot-versions = <b>Shot { $number }</b>: { $count } versions. Tap one to use it; nothing is lost.
shot-models = <b>Shot { $number }</b>: which model makes the { $what }? Tap a number; the price follows.
prompt-saved = Saved for shot { $number }. Make it?
change-read = { $count ->
    [one] Shot { $shots }:
   *[other] Shots { $shots }:
} “{ $words }”

# Characters, places, things
cast-list = { $cast }. Tap one to see it.
entity-head = <b>{ $name }</b> · { $kind } · { $number } of { $count }
entity-no-words = <i>The story does not say how this looks.</i>
entity-voice = Voice: { $voice }
entity-look = Look v{ $number } of { $count } · guide photos: { $guides }
entity-no-look = Not drawn yet · guide photos: { $guides }
entity-busy = ⏳ a new look…
entity-versions = <b>{ $name }</b>: tap a look to use it.
voice-of = Who speaks as <b>{ $name }</b>?
photos-ask = 📷 Send 1–10 photos of <b>{ $name }</b> as a reply; an album is fine. Sent <i>as a file</i> they keep full quality.
photos-consent = Only use photos of people who agreed. I keep them for this film only; 🗑 removes them at once.
photos-placeholder = Send photos here
photos-kept = { $count ->
    [one] Got 1 photo for <b>{ $name }</b>.
   *[other] Got { $count } photos for <b>{ $name }</b>.
}
photos-none = None of these could be used for <b>{ $name }</b>.
photos-blurred = { $count ->
    [one] Number { $numbers } looks blurred. I kept it; a sharper photo would show more.
   *[other] Numbers { $numbers } look blurred. I kept them; sharper photos would show more.
}
photos-remove = { $count ->
    [one] <b>{ $name }</b> has 1 photo. Tap to remove it.
   *[other] <b>{ $name }</b> has { $count } photos. Tap one to remove it.
}
photos-gone = I do not have that photo any more. Please send it again.
photo-for-whom = Who or what is this for?
photo-no-film = There is no film yet that this photo could be for. Send me a story first, then the photo.
photo-too-big = One photo is larger than 20 MB; I can fetch no more than that.
photo-unreadable = One file is no picture that I can read: JPEG, PNG, WebP and HEIC work.
photo-lost = One photo could not be fetched. Please send it again.

# The finished film
delivered-head = 🎉 <b>{ $title }</b> · { $length } · { $aspect } · { $height }p
delivered-free = { $shots } · free
delivered-spent = { $shots } · spent { $spent }
delivered-estimate = { $shots } · spent { $spent } (estimate { $quoted })
delivered-estimate-more = { $shots } · spent { $spent } (estimate { $quoted }, without what you had made anew)
delivered-smaller = <i>Smaller here, to fit into a message; 📥 has the original.</i>
delivery-unknown = I uploaded “{ $title }” but got no receipt. Do you see it above?
delivery-too-large = “{ $title }” is ready, but with { $size } it does not fit into a message, not even smaller. It is on this machine and in the page.
original-too-large = The original is too large for a message. The owner of this bot has it on the machine.
original-on-page = The original is too large for a message. It is here: { $link }

# Talk
hello = <b>Send me a story. I draw it, film it, voice it.</b>
    A few lines are enough; a text file or photos with the story as caption work too. The first film is free.
help = <b>How it works</b>
    1. <b>Send a story</b>: as text, a .txt or .md file, or photos with the story as caption. Within a minute you get the animatic, free. From there you may have it painted or filmed; every price stands on its button.
    2. <b>Reply with photos</b> to a character, and it will look like them.
    3. <b>Tap a number</b> in the storyboard to change a shot.
    4. <b>Say what you want</b>: <code>5: darker</code> or <code>3, 5-7: night, more rain</code>.

    /new /projects /status /cancel /account /settings /web
help-group = In groups I hear commands, mentions and replies. For albums of photos make me an admin of the group, else I may not see all of them.
how-new = Write the story after the command: /new A fox finds a lantern…
too-short = That is very short for a story. Send at least a sentence or two, or /help.
file-unknown = I read stories from .txt, .md and .fountain files.
file-too-big = That file is too large for a story (4 MB at most). Send one chapter at a time.
cannot-hear = I cannot listen here: no model for that is set up. Please write the story, or send it as a text file.
heard = 🎙 I heard: <i>{ $words }</i>
ask-title = ✏️ What shall the film be called? Answer this message.
ask-look = 🎨 Describe the look in a few words. Answer this message.
ask-style = 🎨 Send a picture in whose style the film shall be painted, as an answer to this message. Only its manner counts, not what it shows.
style-kept = 🎨 This picture is the style of the film now; it is kept for this film only.
style-one = Of your { $count } pictures I took the first: a film has one style.
style-taken = ✅ { $step }: { $model } is given it, as long as no more than { $most } pictures go along.
style-not-taken = ▫️ { $step }: { $model } takes a single picture, so it paints by your words alone.
style-not-taken-others = ▫️ { $step }: { $model } takes a single picture, so it paints by your words alone. These would be given it: { $others }.
style-no-key = ▫️ Nothing is painted without a key of a provider, and what I draw myself has its own style; see /account.
style-again = What is painted already stays until you have it made again; the price stands on the film's button.
ask-words = ✏️ How does <b>{ $name }</b> look? Answer this message.
ask-prompt = ✏️ For <b>shot { $number }</b>: answer with the new words. Now it says:
ask-picked = ✏️ What shall change in { $shots }? Answer this message, for example: night, more rain
ask-length = ⏱ How long shall it be? Answer this message, for example: 45 s or 3 min
ask-story = 🎬 What is the story? Answer this message with it; the photos go with it.
reply-here = Answer here
title-set = For the title: <b>{ $title }</b>
look-set = For the look: saved.
projects = { $count ->
    [one] <b>Your film</b>
   *[other] <b>Your { $count } films</b>
}
projects-none = You have no film yet. Send me a story.
cancel-which = <b>Which film shall I stop?</b> You are asked once more.
cancel-none = Nothing is being made right now.
unknown-command = I do not know this command. See /help.
went-wrong = Something went wrong on my side. It is written down; nothing was charged for it. Please try again.
went-wrong-toast = Something went wrong. Please try again.
settings = <b>Settings</b> for your new films. Tap to change.
settings-group = <b>Settings</b> for the films of this group. Its admins may change them.
settings-tap = 👆 up to such a price one tap is enough; above it, and when it is off, I ask once more.
usual-length = ⏱ A written story lasts: <b>{ $length }</b>
usual-level = ✨ After the animatic I offer first: <b>{ $level }</b>
usual-model = 🧠 { $step }: <b>{ $model }</b>
written-story = 📖 <b>{ $title }</b>: the story as it was written. Every line can be changed.
written-script = 📝 <b>{ $title }</b>: the script as it was written. Every line can be changed.
web-link = <b>The page</b>: this link opens it once, within 15 minutes. Do not pass it on.
web-private = I send that link in our private chat only.
login-head = 🔑 <b>Sign a browser in?</b>
login-facts = { $browser }, from { $address }, asked { $when }
login-now = just now
login-ago = { $minutes } min ago
login-what = It will see and direct your films, and spend within your budget, until it signs out or 90 days have gone by.
login-number = Only if you have that page in front of you: <b>which number does it show?</b> Any other one calls it off.
b-not-me = ✖ That is not me
login-yes = ✅ Yes: { $browser } comes in now. It signs out on the page, under Account.
login-yes-toast = You are in
login-no = ✖ Called off. Nobody came in.
login-no-toast = Called off
login-wrong = ✖ The page shows another number, so nobody came in. If it was you, ask there again.
login-wrong-toast = Another number: nobody came in
login-over = This sign-in is over: it was answered before, or has waited too long. Ask again on the page.
login-over-toast = Too late. Ask again on the page.
web-none = There is no page here: nobody has set its address.

# Account
account-head = <b>Account</b>
account-no-key = ▫️ { $title }: no key ({ $setting })
account-balance = ✅ { $title }: { $balance } left
account-unknown = ✅ { $title }: no figure available ({ $why })
account-spent = Spent today <b>{ $today }</b>, this month <b>{ $month }</b>
account-aside = You spent { $today } today, { $month } this month.
account-held = Held for what is under way: { $held }
account-making = { $count ->
    [one] Being made now: 1 film
   *[other] Being made now: { $count } films
}
account-ceiling = { $name }: { $left } of { $most } left
ceiling-project = This film
ceiling-person-day = Your day
ceiling-person-month = Your month
ceiling-group-film = A film of the group
ceiling-group-day = The group, today
ceiling-group-month = The group, this month
ceiling-day = Everybody, today
ceiling-month = Everybody, this month
costs-aside = “{ $title }”: { $spent } spent
costs-spent = Spent <b>{ $spent }</b>
costs-quoted = Agreed: { $quoted }
costs-line = { $name }: { $calls } × · { $spent }
cost-story = Story
cost-analysis = Analysis
cost-script = Script
cost-audio = Voices
cost-scenes = Scenes
cost-shots = Shots
cost-refs = Characters and places
cost-frames = Frames
cost-videos = Clips
cost-lipsync = Lip sync

# Access
private-bot = This bot is private. Your id: <code>{ $id }</code>
private-toast = This bot is private.
private-group = I am a private bot and may not stay here.
asks-access = 🔑 <b>{ $name }</b> asks for access.
access-given = ✅ { $name } may use the bot.
access-refused = 🚫 { $name } may not use the bot.
welcome = You are welcome now. Send me a story!
invitation = 🎟 Pass this link on: it lets one person in, once, within 7 days.
invited = ✅ { $name } has come in by your invitation.
admins-only = Only admins can do this, in their private chat.
users-head = { $count ->
    [one] <b>1 person</b>
   *[other] <b>{ $count } people</b>
}
how-allow = /allow and the person's id, for example: /allow 123456789
how-deny = /deny and the person's id, for example: /deny 123456789
how-budget = /budget, the id of a person or a group, dollars a day, dollars a month, and for a group dollars a film if you like; - lifts one: /budget 123456789 2 20
group-no-budget = 💳 This group has no budget, so nothing is bought here. An admin of the bot gives it one, a day and a month, in our private chat: <code>/budget { $id } 2 20</code>
group-film-most = 🎬 One film of this group costs { $most } at the most.
group-film-any = 🎬 One film may cost as much as the budget lets it.
choose-film-most = What may one film of this group cost at the most? What a film has cost before counts.
film-any = As the budget lets
spenders-owner = 💳 Whoever began a film may spend on it, and admins.
spenders-admins = 💳 Only admins may spend.
projects-all-away = All your films are put away.
group-admins-only = Only admins of this group can do this.
groups-head = { $count ->
    [one] <b>1 group</b>
   *[other] <b>{ $count } groups</b>
}
spent-by = { $name } · { $month } this month
put-away-head = { $count ->
    [one] <b>1 film is put away</b>
   *[other] <b>{ $count } films are put away</b>
}
put-away-toast = Put away. /projects still has it, under 🗄.
taken-out-toast = It is in your list again.
budget-set-film = Budget of { $id }: { $day } a day, { $month } a month, { $film } a film.
budget-set = Budget of { $id }: { $day } a day, { $month } a month.
no-bound = no bound
owner-only = Only { $name } or an admin can do this.

# Toasts
old-button = This button is from an older version. Refreshing…
already-started = Already started
price-old = This price is from a while ago. Here is today's.
film-gone = This film is gone, or not yours.
started = Started
started-price = Started. I will not spend more than this.
queued = { $place ->
    [0] Started
    [1] Queued, next in line
    [2] Queued, 2nd in line
    [3] Queued, 3rd in line
   *[other] Queued, number { $place } in line
}
skipped = Skipped: a drawn picture stands in.
finishing = I finish it, free.
noted = Noted
restored = This one is in use again.
removed = Removed
changed = Changed
changed-free = Changed. I am making it again, free.
changed-price = Changed. What it costs to make again stands on the button.
pausing = Pausing: what was begun is brought to its end.
still-making = Something is still being made. Press again when it is there.
going-on = Going on
stopping = Stopping
enjoy = Enjoy!
no-film-yet = There is no finished film yet.
sending-again = Sending it again
deleted-toast = Deleted

# Buttons
b-title = ✏️ Title
b-look = 🎨 Look ▾
b-voice = 🗣 Voice ▾
b-captions = 💬 Captions: { $state }
b-more = ⋯ More
b-app = ⚙️ In app
b-ok = ✅ OK
b-trouble = ⚠️ Shot { $number }
b-look-again = 🔍 Look again, free
b-was-made = ✅ It was made
b-not-made = ✖ It was not made
b-outcomes = ❓ Was it made?
b-skip = ⏭ Skip shot
b-finish = 🎞 Finish it free
b-own-length = ✏️ Another length
b-write = ✅ Write it · { $price }
b-reshape = ✅ Do it · { $price }
b-both = 🔁 Both
b-for-all = 🧠 For all shots
b-level = ✨ Offer first ▾
b-usual-frames = 🧠 Frames ▾
b-usual-videos = 🧠 Clips ▾
b-usual-lipsync = 🧠 Lip sync ▾
b-film-most = 🎬 A film ▾
b-spenders-owner = 💳 Owner and admins
b-spenders-admins = 💳 Admins only
b-put-away = 🗄 Put away
b-take-out = 🗄 Take out again
b-away = 🗄 Put away ({ $count })
b-sounds = 🔔 Sounds: { $state }
b-new-story = 🎬 A new story
b-keys = 🔑 Keys
b-back = ◀ Back
b-style = 🖼 As in a picture
b-style-off = 🗑 Style picture
b-style-for = 🎨 Style reference
b-own-look = ✏️ In my words
b-cast = 👥 Cast ({ $count })
b-board = 🖼 Storyboard ({ $count })
b-update-free = 🔄 Update · free
b-update-price = 🔄 Update · { $price }
b-pictures = 🖼 Paint it · { $price }
b-clips = 🎞 Film it · { $price }
b-too-low = 💳 Needs { $price }
b-pause = ⏸ Pause
b-cancel = ✖ Cancel
b-stop = ✖ Yes, stop
b-keep-going = ◀ Keep going
b-resume = ▶ Resume
b-retry = 🔁 Try again
b-go-on = ✅ Go on
b-go-on-price = ✅ Go on · { $price }
b-raise = ✅ Allow { $price } more
b-save = { $number } · saves { $saves }
b-review = 👥 Review ({ $count })
b-stops = ✋ My OK first: { $state }
b-watch = ▶️ Watch
b-auto = 👆 One tap: { $limit }
b-frames = 📸 Newest frames
b-for-me = 💳 My figures
b-costs = 💳 Costs
b-log = 📋 Log
b-delete = 🗑 Delete
b-delete-yes = 🗑 Yes, delete it
b-model-frames = 🧠 Frames
b-model-videos = 🧠 Clips
b-model-lipsync = 🧠 Lip sync
b-make-clips = ✅ Film it · { $price }
b-several = ☑️ Several…
b-change-picked = { $count ->
    [one] ✏️ Change 1 shot
   *[other] ✏️ Change { $count } shots
}
b-film = 🎬 Film
b-frame = 🖼 Frame
b-clip = 🎞 Clip
b-new-frame = 🔁 New frame
b-new-clip = 🔁 New clip
b-lipsync = 👄 Lip sync
b-spend = ✅ Spend { $price }
b-undo = ↩ Back to v{ $number }
b-prompt = ✏️ Prompt
b-model = 🧠 Model
b-to-board = ☰ Storyboard
b-save-only = Save only
b-change-price = ✅ Change · { $price }
b-change-free = ✅ Change · free
b-drop = ✖ Leave it
b-guides = 📷 Photos ({ $count })
b-new-look = 🔁 New look
b-description = ✏️ Description
b-all = 👥 All
b-redraw = 🔁 Redraw
b-more-photos = ➕ More
b-remove = 🗑 Remove…
b-card = ◀ Card
b-nothing = Nothing
b-shape-tall = 📱 Portrait
b-shape-wide = 📺 Wide
b-shape-square = ⬜ Square
b-shape-portrait = 📱 4:5
b-original = 📥 Original { $size }
b-open-card = 🎬 Change the film
b-seen = ✅ Yes
b-send-again = 🔁 Send again
b-example = ✨ Try an example
b-projects = 📁 Projects
b-help = ❓ Help
b-copy = 📋 Copy
b-copy-id = 📋 Copy my id
b-open-page = 🌐 Open the page
b-allow = ✅ Allow
b-deny = ✖ Deny

# Commands, as Telegram lists them
command-new = Make a film of a story
command-projects = Your films
command-status = What is being made now
command-cancel = Stop a film
command-account = Balances, budget, costs
command-settings = Language and defaults
command-web = The page in a browser
command-help = How it works
command-users = Who may use the bot
command-allow = Let somebody in
command-deny = Keep somebody out
command-invite = A link that lets somebody in
command-budget = What somebody may spend
