from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('claims', '0011_read_before')]
    operations = [migrations.AlterField(model_name="contest", name="answer_by", field=models.DateField())]
