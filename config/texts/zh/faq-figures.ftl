# 问答答得怎么样：kamidesk faq report、kamidesk faq evaluate。

faq-figures-report = 问答答得怎么样
faq-figures-yours = { $file } 答得怎么样
faq-figures-kinds = 按问题种类和语言
faq-figures-days = 开店第一天，和逐日学了买家在问什么以后
faq-figures-cold = 第一天
faq-figures-all-days = 逐日
faq-figures-report-cold = 如果都在开店第一天问（还不知道买家常问什么）
faq-figures-set = 题集
faq-figures-asking = 正在测 { $name }
faq-figures-speed = 速度和内存
faq-figures-written = 全部数字在 { $file }
faq-figures-strangers = { $name }：这些标签没有对应的问答，相关问题一律算错：{ $labels }

faq-figure-phrasings = 说法
faq-figure-start = 启动 秒
faq-figure-learn = 学习 秒
faq-figure-edit = 改一条 毫秒
faq-figure-memory = 内存 MB

faq-figure-questions = 问题
faq-figure-out-of-scope = 范围外
faq-figure-top1 = 首位
faq-figure-recall3 = 前三
faq-figure-precision = 答得对
faq-figure-coverage = 直接答
faq-figure-suggest-recall3 = 选项对
faq-figure-oos-answered = 误答
faq-figure-ece = 校准误差
faq-figure-auroc = AUROC
faq-figure-coverage-at-95 = 95%时
faq-figure-ms = 毫秒

faq-means-questions = 有答案的问题
faq-means-out-of-scope = 没有答案的问题
faq-means-top1 = 对的那条排第一
faq-means-recall3 = 对的那条在前三
faq-means-precision = 给出的答案里，对的占多少
faq-means-coverage = 直接回答的占多少
faq-means-suggest-recall3 = 给选项时，对的那条在里面
faq-means-oos-answered = 范围外的问题，也给了答案
faq-means-ece = 校准误差：把握和实际差多少
faq-means-auroc = 范围内的问题得分高于范围外的机会
faq-means-coverage-at-95 = 事后按 95% 准确率定门槛，能直接回答多少
faq-means-ms = 查一次要多少毫秒（中位数）
