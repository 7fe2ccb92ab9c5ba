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
up-to = up to { $price }
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
animatic-ready = The animatic is ready, and it was free. You can change anything, or have better pictures made:
price-pictures = 🖼 Painted pictures that the camera moves over: <b>{ $price }</b>
price-clips = 🎞 Real clips with moving people: <b>{ $price }</b>
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
gate-board-ready = 🖼 <b>The storyboard is ready.</b> Look through its { $count ->
    [one] 1 frame
   *[other] { $count } frames
} before I make the clips ({ $price }). Tap a number to change a shot.
rest-costs = What is left to be made costs <b>{ $price }</b>.
moved-down = ⬇️ <i>Moved down.</i>
deleted = 🗑 <i>Deleted, with its photos. What it cost stays in the books.</i>

# Choices
choose-aspect = Which shape?
choose-look = Which look?
choose-voice = Who tells the story?
choose-model = Which model? The price is per picture, clip or line.
choose-more = What would you like?
delete-sure = <b>Delete this film?</b> It goes for good, with everything made for it and your photos.
look-usual = the usual
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
shot-head = <b>Shot { $number } of { $count }</b> · { $length } s
shot-version = { $what } v{ $number }
shot-model = Model: { $model } · { $cost }
shot-old-frame = ✎ The clip is from the old frame.
shot-versions = <b>Shot { $number }</b>: { $count } versions. Tap one to use it; nothing is lost.
shot-models = <b>Shot { $number }</b>: which model makes the { $what }?
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
    1. Send a story: as text, a .txt or .md file, or photos with the story as caption.
    2. Within a minute you get the animatic, free. From there you may have it painted or filmed; every price stands on its button.
    3. Reply with photos to a character, and it will look like them.
    4. Tap a number in the storyboard, or write <code>5: darker</code> or <code>3, 5-7: night, more rain</code>.

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
ask-words = ✏️ How does <b>{ $name }</b> look? Answer this message.
ask-prompt = ✏️ For <b>shot { $number }</b>: answer with the new words. Now it says:
ask-picked = ✏️ What shall change in { $shots }? Answer this message, for example: night, more rain
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
web-link = <b>The page</b>: this link opens it once, within 15 minutes. Do not pass it on.
web-private = I send that link in our private chat only.
web-none = There is no page here: nobody has set its address.

# Account
account-head = <b>Account</b>
account-no-key = ▫️ { $title }: no key ({ $setting })
account-balance = ✅ { $title }: { $balance } left
account-unknown = ✅ { $title }: no figure available ({ $why })
account-spent = Spent today <b>{ $today }</b>, this month <b>{ $month }</b>
account-held = Held for what is under way: { $held }
account-ceiling = { $name }: { $left } of { $most } left
ceiling-project = This film
ceiling-person-day = Your day
ceiling-person-month = Your month
ceiling-day = Everybody, today
ceiling-month = Everybody, this month
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
admins-only = Only admins can do this, in their private chat.
users-head = { $count ->
    [one] <b>1 person</b>
   *[other] <b>{ $count } people</b>
}
how-allow = /allow and the person's id, for example: /allow 123456789
how-deny = /deny and the person's id, for example: /deny 123456789
how-budget = /budget, the person's id, dollars a day, dollars a month; - lifts one: /budget 123456789 2 20
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
queued = Queued
restored = This one is in use again.
removed = Removed
changed = Changed
changed-free = Changed. I am making it again, free.
changed-price = Changed. What it costs to make again stands on the button.
pausing = Pausing: what was begun is brought to its end.
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
b-back = ◀ Back
b-own-look = ✏️ In my words
b-cast = 👥 Cast ({ $count })
b-board = 🖼 Storyboard ({ $count })
b-update-free = 🔄 Update · free
b-update-price = 🔄 Update · up to { $price }
b-pictures = 🖼 Paint it · up to { $price }
b-clips = 🎞 Film it · up to { $price }
b-too-low = 💳 Too little for { $price }
b-pause = ⏸ Pause
b-cancel = ✖ Cancel
b-stop = ✖ Yes, stop
b-keep-going = ◀ Keep going
b-resume = ▶️ Resume
b-retry = 🔁 Try again
b-go-on = ✅ Go on
b-go-on-price = ✅ Go on · up to { $price }
b-raise = ✅ Allow up to { $price } more
b-save = { $what } (saves { $saves })
b-review = 👥 Review ({ $count })
b-looks-good = ✅ Looks good, go on · { $price }
b-stops = ✋ Stop for my OK: { $state }
b-watch = ▶️ Watch
b-auto = 👆 One tap is enough up to: { $limit }
b-frames = 📸 Newest frames
b-costs = 💳 Costs
b-log = 📋 Log
b-delete = 🗑 Delete
b-delete-yes = 🗑 Yes, delete for good
b-model-frames = 🧠 Frames
b-model-videos = 🧠 Clips
b-model-lipsync = 🧠 Lip sync
b-make-clips = ✅ Make the clips · { $price }
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
b-change-price = ✅ Change · up to { $price }
b-change-free = ✅ Change · free
b-drop = ✖ Leave it
b-guides = 📷 Photos ({ $count })
b-new-look = 🔁 New look
b-description = ✏️ Description
b-all = 👥 All
b-redraw = 🔁 Redraw with them
b-more-photos = ➕ More
b-remove = 🗑 Remove…
b-card = ◀ Card
b-nothing = Nothing
b-shape-tall = 📱 Portrait
b-shape-wide = 📺 Wide
b-shape-square = ⬜ Square
b-shape-portrait = 📱 4:5
b-original = 📥 Original ({ $size })
b-open-card = ⚙️ Change the film
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
command-budget = What somebody may spend
