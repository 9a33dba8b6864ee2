# How well the FAQ answers: kamidesk faq report, kamidesk faq evaluate.

faq-figures-report = How well the FAQ answers
faq-figures-yours = How well { $file } is answered
faq-figures-kinds = By kind and language of the question
faq-figures-days = On the first day, and on all days with what those before have taught
faq-figures-cold = first day
faq-figures-all-days = all days
faq-figures-report-cold = The same on a first day, when nothing is known of what buyers ask
faq-figures-set = set
faq-figures-asking = asking { $name }
faq-figures-speed = Speed and memory
faq-figures-written = All figures: { $file }
faq-figures-strangers = { $name }: no entry has these labels, so their questions count as wrong: { $labels }

faq-figure-phrasings = phrasings
faq-figure-start = start, s
faq-figure-learn = learning, s
faq-figure-edit = one edit, ms
faq-figure-memory = memory, MB

faq-figure-questions = asked
faq-figure-out-of-scope = other
faq-figure-top1 = top-1
faq-figure-recall3 = top-3
faq-figure-precision = told right
faq-figure-coverage = told at once
faq-figure-suggest-recall3 = offers right
faq-figure-oos-answered = other told
faq-figure-ece = ECE
faq-figure-auroc = AUROC
faq-figure-coverage-at-95 = at 95%
faq-figure-ms = ms

faq-means-questions = questions that an entry answers
faq-means-out-of-scope = questions that none answers
faq-means-top1 = the right entry comes first
faq-means-recall3 = … is among the first three
faq-means-precision = of all answers given, those that were right
faq-means-coverage = questions answered at once
faq-means-suggest-recall3 = of those with suggestions, the right entry is offered
faq-means-oos-answered = out-of-scope questions answered all the same
faq-means-ece = expected calibration error: how far the confidence is off
faq-means-auroc = chance that a question in scope scores above one outside
faq-means-coverage-at-95 = answered if the threshold were chosen with hindsight at 95% precision
faq-means-ms = milliseconds of one look-up, median
